"""Trust & safety software: what comes in is screened, decided with reasons, and can be proved."""
