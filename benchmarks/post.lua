-- Posts the file BENCH_BODY names, and prints what came of it as one line of JSON.

local file = assert(io.open(os.getenv("BENCH_BODY"), "rb"))
wrk.method = "POST"
wrk.body = file:read("*a")
wrk.headers["Content-Type"] = "text/xml; charset=utf-8"
file:close()

function done(summary, latency, requests)
    local e = summary.errors
    io.write(string.format(
        '\n{"requests": %d, "microseconds": %d, "failed": %d, "p50": %d, "p99": %d}\n',
        summary.requests, summary.duration, e.connect + e.read + e.write + e.status + e.timeout,
        latency:percentile(50), latency:percentile(99)))
end
