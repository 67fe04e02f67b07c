using Npgsql;

namespace Shop.Domain;

public sealed class Stock(string? connection)
{
    public string Describe()
    {
        if (connection is null)
        {
            return "no stock";
        }

        using var source = NpgsqlDataSource.Create(connection);
        using var command = source.CreateCommand("select count(*) from articles");
        return $"{command.ExecuteScalar()} articles";
    }
}
