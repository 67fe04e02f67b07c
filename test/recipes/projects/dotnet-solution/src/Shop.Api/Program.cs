using Shop.Domain;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHealthChecks();
builder.Services.AddSingleton(_ => new Stock(builder.Configuration.GetConnectionString("Shop")));

var app = builder.Build();
app.MapGet("/", (Stock stock) => stock.Describe());
app.MapHealthChecks("/healthz");
app.MapHealthChecks("/readyz");
app.Run();
