"""python3 -m suite.micro RESULTS DOCUMENT, started by bench/micro: JMH's JSON as a table."""

import json
import pathlib
import sys

from . import report


def score(metric):
    value, error = metric["score"], metric["scoreError"]
    # JMH tells none of a single measurement.
    told = isinstance(error, float) and error == error
    return f"{report.number(value)} ± {report.number(error)}" if told else report.number(value)


def allocated(metrics):
    """Bytes of garbage and of what stays, of an operation: what -prof gc adds to the metrics, taken out of them."""
    told = {key: metrics.pop(key) for key in list(metrics) if key.lstrip("·").startswith("gc.")}
    of_operation = [metric for key, metric in told.items() if key.endswith("gc.alloc.rate.norm")]
    return report.number(of_operation[0]["score"]) if of_operation else "-"


def rows(results):
    for result in results:
        name = ".".join(result["benchmark"].split(".")[-2:])
        params = ", ".join(f"{key}={value}" for key, value in result.get("params", {}).items())
        threads = result["threads"]
        metric = result["primaryMetric"]
        more = dict(result["secondaryMetrics"])
        yield [name, params, str(threads), score(metric), metric["scoreUnit"], allocated(more)]
        for key, secondary in more.items():
            unit = secondary["scoreUnit"].strip("#") or "-"
            yield [f"{name}: {key.lstrip('·')}", params, str(threads), score(secondary), unit, "-"]


def iterations(results):
    """What was measured how often, told once for all that are alike."""
    kinds = {}
    for result in results:
        how = (
            f"{result['forks']} x ({result['warmupIterations']} of {result['warmupTime']} to warm up, "
            f"{result['measurementIterations']} of {result['measurementTime']})"
        )
        kinds.setdefault(how, set()).add(result["benchmark"].split(".")[-2])
    return "; ".join(f"{', '.join(sorted(names))}: {how}" for how, names in kinds.items())


def document(results):
    yield from report.table(["benchmark", "parameters", "threads", "score", "unit", "bytes allocated/op"], rows(results))
    yield ""
    conditions = [("runs of the JVM and iterations", iterations(results)), ("JMH", results[0]["jmhVersion"])]
    yield from (f"* {name}: {value}" for name, value in report.machine() + conditions)


def main():
    results = json.loads(pathlib.Path(sys.argv[1]).read_text())
    report.write(pathlib.Path(sys.argv[2]), "\n".join(document(results)) + "\n", "bench/micro")


if __name__ == "__main__":
    main()
