package io.github.licensing4j.core.insight.signal;

import java.util.Random;

/** The ways in which customers use a service. */
enum NormalHabit {
    OFFICE(3, 6) {
        @Override
        double calls(Customer customer, LocalHour time) {
            return time.isWorking() ? customer.noisy(1, 0.3) : customer.sometimes(0.03, 0.3);
        }
    },
    OFFICE_WITH_OVERTIME(3, 6) {
        @Override
        double calls(Customer customer, LocalHour time) {
            boolean isOvertime = time.hour() >= 9 && time.hour() < 20 && customer.ofDay(time.day()) < 0.2;
            return time.isWorking() || isOvertime ? customer.noisy(1, 0.4) : 0;
        }
    },
    NIGHTLY_BATCH(1, 2) {
        @Override
        double calls(Customer customer, LocalHour time) {
            int hour = customer.ofDay(time.day()) < 0.1 ? 3 : 2;
            return time.hour() == hour ? customer.noisy(20, 0.2) : customer.sometimes(0.3, 0.1);
        }
    },
    WEEKLY_BATCH(1, 2) {
        @Override
        double calls(Customer customer, LocalHour time) {
            return time.weekday() == 1 && time.hour() == 3 ? customer.noisy(50, 0.3) : 0;
        }
    },
    MONTHLY_BATCH(1, 2) {
        @Override
        double calls(Customer customer, LocalHour time) {
            boolean isRun = time.dayOfMonth() == 1 && time.hour() >= 4 && time.hour() < 7;
            return isRun ? customer.noisy(30, 0.2) : time.isWorking() ? customer.noisy(1, 0.3) : 0;
        }
    },
    GROWTH(3, 3) {
        @Override
        double calls(Customer customer, LocalHour time) {
            double shape = 1 + 0.5 * Math.sin(2 * Math.PI * time.hour() / 24);
            return customer.noisy(0.2 * shape * Math.pow(1.04, time.day()), 0.2);
        }
    },
    INTERMITTENT(2, 3) {
        @Override
        double calls(Customer customer, LocalHour time) {
            double chance = customer.ofDay(time.day());
            int first = (int) (chance * 60) + 2;
            boolean isRun = chance < 0.3 && time.hour() >= first && time.hour() < first + 3;
            return isRun ? customer.noisy(3, 0.5) : 0;
        }
    },
    ALWAYS(2, 2) {
        @Override
        double calls(Customer customer, LocalHour time) {
            return customer.noisy(1 + 0.3 * Math.sin(2 * Math.PI * time.hour() / 24), 0.1);
        }
    },
    LEISURE(3, 3) {
        @Override
        double calls(Customer customer, LocalHour time) {
            boolean isEvening = time.hour() >= 17 && time.hour() < 23;
            boolean isDay = time.weekday() >= 5 && time.hour() >= 10 && time.hour() < 23;
            return isDay ? customer.noisy(2, 0.3) : isEvening ? customer.noisy(0.5, 0.4) : 0;
        }
    },
    OFFICES_BEHIND_NAT(2, 60) {
        @Override
        double calls(Customer customer, LocalHour time) {
            return OFFICE.calls(customer, time);
        }
    },
    PHONES(11, 2) {
        @Override
        double calls(Customer customer, LocalHour time) {
            return time.hour() >= 7 ? customer.noisy(0.5, 0.5) : 0;
        }
    },
    CLOUD_FUNCTIONS(60, 3) {
        @Override
        double calls(Customer customer, LocalHour time) {
            return ALWAYS.calls(customer, time);
        }
    },
    REMOTE_TEAM(7, 7) {
        @Override
        double calls(Customer customer, LocalHour time) {
            return OFFICE.calls(customer, time);
        }
    };

    private final int networks;
    private final int devices;

    /**
     * @param networks the most networks of an hour
     * @param devices the most devices of an hour
     */
    NormalHabit(int networks, int devices) {
        this.networks = networks;
        this.devices = devices;
    }

    /** Returns the calls of an hour. */
    abstract double calls(Customer customer, LocalHour time);

    int networks(Random random) {
        return 1 + random.nextInt(networks);
    }

    int devices(Random random) {
        return 1 + random.nextInt(devices);
    }

    /** An hour in the zone of a customer. Weekdays are counted from Monday, days from the first one generated. */
    record LocalHour(int day, int weekday, int dayOfMonth, int hour) {
        boolean isWorking() {
            return weekday < 5 && hour >= 8 && hour < 18;
        }
    }

    /**
     * One customer.
     *
     * @param size its calls of a usual hour
     */
    record Customer(Random random, long seed, double size) {
        double noisy(double share, double deviation) {
            return share * size * Math.exp(deviation * random.nextGaussian());
        }

        double sometimes(double chance, double share) {
            return random.nextDouble() < chance ? noisy(share, 0.5) : 0;
        }

        /** Returns the same random number from 0 to 1 for all hours of a day. */
        double ofDay(int day) {
            return new Random(seed * 1_000 + day).nextDouble();
        }
    }
}
