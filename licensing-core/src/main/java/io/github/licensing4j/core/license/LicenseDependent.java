package io.github.licensing4j.core.license;

import io.github.licensing4j.LicenseId;

/** Caches further data of licenses, which a change of the license makes stale. Its methods must not wait. */
public interface LicenseDependent {
    /** Caches nothing. */
    LicenseDependent NONE = new LicenseDependent() {
        @Override
        public void changed(LicenseId license) {}

        @Override
        public void changedAll() {}
    };

    /** Drops the data of a license. */
    void changed(LicenseId license);

    /** Drops all data. */
    void changedAll();
}
