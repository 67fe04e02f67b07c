using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Reports;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<ReportWriter>();
builder.Build().Run();
