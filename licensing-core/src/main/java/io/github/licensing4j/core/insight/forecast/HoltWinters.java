package io.github.licensing4j.core.insight.forecast;

import java.util.Arrays;
import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.optim.ConvergenceChecker;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.PointValuePair;
import org.hipparchus.optim.SimpleValueChecker;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.hipparchus.optim.nonlinear.scalar.noderiv.SimplexOptimizer;

/**
 * Smooths {@code log(1 + units)} exponentially, with a damped trend and an additive weekly season, in the error correction form
 * ETS(A,Ad,A). The four weights are those with the least squared error one day ahead.
 */
final class HoltWinters implements DailyMethod {
    private static final int MOST_EVALUATIONS = 200;
    private static final double STEP = 0.7;
    /** Logits of the weights of level, trend and season, and of the damping within its bounds. */
    private static final double[] START = {-1, -3, -2, 1};
    /** A trend of the past is never continued beyond four times the largest day. */
    private static final double MOST_GROWTH = Math.log(4);

    @Override
    public double[] forecast(double[] history, int horizon) {
        double[] logs = Arrays.stream(history).map(Math::log1p).toArray();
        SmoothedWeek state = new SmoothedWeek(logs, weights(logs));
        state.smoothAll();
        double most = Arrays.stream(logs).max().orElse(0) + MOST_GROWTH;
        double[] path = new double[horizon];
        for (int day = 0; day < horizon; day++) {
            path[day] = Math.max(0, Math.expm1(Math.min(most, state.ahead(day))));
        }
        return path;
    }

    private static double[] weights(double[] logs) {
        ConvergenceChecker<PointValuePair> checker = new SimpleValueChecker(1e-5, 1e-9);
        try {
            double[] best = new SimplexOptimizer(checker)
                    .optimize(
                            new MaxEval(MOST_EVALUATIONS),
                            new ObjectiveFunction(point -> new SmoothedWeek(logs, bounded(point)).smoothAll()),
                            GoalType.MINIMIZE,
                            new InitialGuess(START),
                            new NelderMeadSimplex(START.length, STEP))
                    .getPoint();
            return bounded(best);
        } catch (MathIllegalStateException tooManyEvaluations) {
            // A series without a clear optimum is smoothed with the weights of the start.
            return bounded(START);
        }
    }

    private static double[] bounded(double[] point) {
        double level = share(point[0]);
        return new double[] {level, level * share(point[1]), (1 - level) * share(point[2]), 0.8 + 0.18 * share(point[3])
        };
    }

    private static double share(double logit) {
        return 1 / (1 + Math.exp(-logit));
    }
}
