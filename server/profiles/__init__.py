"""Work profiles: what each counter serves switched by the clock or by one press. By the clock: hours.py."""
