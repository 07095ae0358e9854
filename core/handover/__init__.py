"""Cases that come from another channel, such as SP4N-LAPOR!, and that go to one, as files."""
