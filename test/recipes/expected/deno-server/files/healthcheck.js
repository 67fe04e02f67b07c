// Asks the server in this container whether it is well; the exit code is the answer.
try {
  const response = await fetch("http://127.0.0.1:8000/healthz", {
    signal: AbortSignal.timeout(2000),
  });
  Deno.exit(response.ok ? 0 : 1);
} catch {
  Deno.exit(1);
}
