"""Which kinds of resources are people. Plain values, so that the quick commands can load them."""

PEOPLE = frozenset(
    {
        "staff", "person", "coach", "trainer", "instructor", "teacher", "tutor", "therapist", "doctor", "nurse",
        "stylist", "barber", "photographer", "consultant", "mechanic", "driver",
    }
)  # fmt: skip
