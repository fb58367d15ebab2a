"""The measurements of the sandbox measure what they say."""

from benchmarks.sandbox import ENGINES, RESET, SEED, measure, report


def test_each_act_is_measured_on_each_engine() -> None:
    samples = measure(2)

    assert {engine for engine, _ in samples} == set(ENGINES)
    assert {len(seconds) for (_, name), seconds in samples.items() if name != SEED} == {2}
    assert report(samples).count(RESET) == len(ENGINES)
