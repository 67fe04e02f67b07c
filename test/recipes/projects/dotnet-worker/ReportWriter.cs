using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Reports;

public sealed class ReportWriter : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        var address = Environment.GetEnvironmentVariable("REDIS_URL") ?? "redis:6379";
        await using var redis = await ConnectionMultiplexer.ConnectAsync(address);
        while (!stopping.IsCancellationRequested)
        {
            await redis.GetDatabase().StringSetAsync("report", DateTimeOffset.UtcNow.ToString("O"));
            await Task.Delay(TimeSpan.FromMinutes(1), stopping);
        }
    }
}
