update licensing_state set version = 13 where id = 1;
