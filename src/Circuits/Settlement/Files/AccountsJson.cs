using System.Text.Json;

namespace Zk.Circuits.Settlement;

/// <summary>A list of accounts as a JSON array, in strictly ascending order of their indices.</summary>
internal static class AccountsJson
{
    /// <summary>The most accounts that a file may list.</summary>
    public const int Maximum = 1 << 20;

    /// <summary>Writes all accounts of a state.</summary>
    public static void Write(Utf8JsonWriter json, AccountTree state)
    {
        json.WriteStartArray("accounts");
        foreach (var (index, account) in state.Accounts)
        {
            json.WriteStartObject();
            json.WriteNumber("index", index);
            json.WriteHex("publicKey", account.PublicKey.Pack());
            json.WriteDecimal("balance", account.Balance);
            json.WriteNumber("nonce", account.Nonce);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Reads the elements of a list of accounts on all cores; of several errors, the first one's is thrown.</summary>
    public static T[] ReadEach<T>(this IReadOnlyList<JsonField> elements, Func<JsonField, T> read)
    {
        var values = new T[elements.Count];
        var errors = new ZkFormatException?[elements.Count];
        Parallel.For(0, values.Length, i =>
        {
            try
            {
                values[i] = read(elements[i]);
            }
            catch (ZkFormatException e)
            {
                errors[i] = e;
            }
        });
        return errors.FirstOrDefault(e => e is not null) is { } first ? throw first : values;
    }

    /// <summary>Demands that the accounts of a list are in strictly ascending order of their indices.</summary>
    public static void RequireAscending(this IReadOnlyList<JsonField> elements, Func<int, uint> index)
    {
        for (var i = 1; i < elements.Count; i++)
        {
            if (index(i) <= index(i - 1))
                throw elements[i].Error("the accounts are not in strictly ascending order of their indices");
        }
    }

    /// <summary>Reads accounts and builds their state. Keys are checked as those of deposits are.</summary>
    public static AccountTree Read(JsonField field)
    {
        var elements = field.Array(0, Maximum);
        var accounts = elements.ReadEach(ReadAccount);
        elements.RequireAscending(i => accounts[i].Index);
        return AccountTree.CreateTrusted(accounts);
    }

    private static (uint Index, Account Account) ReadAccount(JsonField field)
    {
        var fields = field.Object("index", "publicKey", "balance", "nonce");
        var account = new Account(fields["publicKey"].PublicKey(), fields["balance"].UnsignedText(), fields["nonce"].UInt32());
        return (fields["index"].UInt32(), account);
    }
}
