from parcels.main import price


def test_every_started_half_kilo_counts():
    assert price("de", 501).cents == 860
