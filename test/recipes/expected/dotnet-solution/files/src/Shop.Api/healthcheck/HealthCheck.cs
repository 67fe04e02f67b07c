#if HEALTHCHECK
using System;
using System.Net.Http;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

/// <summary>
/// Asks the server in its own container whether it is well: HealthCheck PORT [PATH]. Ends with 0 when the path answers
/// with a status 2xx or 3xx within two seconds, and else with 1. Without a path an open port is enough.
/// </summary>
internal static class HealthCheck
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private static async Task<int> Main(string[] arguments)
    {
        try
        {
            var port = int.Parse(arguments[0]);
            var isWell = arguments.Length > 1 ? await Answers(port, arguments[1]) : await IsOpen(port);
            return isWell ? 0 : 1;
        }
        catch (Exception problem)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return 1;
        }
    }

    private static async Task<bool> Answers(int port, string path)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false };
        using var client = new HttpClient(handler) { Timeout = Timeout };
        using var response = await client.GetAsync($"http://127.0.0.1:{port}{path}");
        return (int)response.StatusCode is >= 200 and < 400;
    }

    private static async Task<bool> IsOpen(int port)
    {
        using var client = new TcpClient();
        using var timer = new CancellationTokenSource(Timeout);
        await client.ConnectAsync("127.0.0.1", port, timer.Token);
        return true;
    }
}
#endif
