namespace Zk.Circuits.Settlement;

/// <summary>The payments state as a file, <c>zk/state/1</c>: its <c>root</c> and its <c>accounts</c>. The root must be that of the accounts.</summary>
public static class StateFile
{
    private const string Format = "zk/state/1";
    private const int MaximumBytes = 1 << 28;

    /// <summary>The bytes of a state file.</summary>
    public static byte[] Write(AccountTree state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return JsonFile.Write(Format, json =>
        {
            json.WriteString("root", state.Root.ToString());
            AccountsJson.Write(json, state);
        });
    }

    /// <summary>Reads a state.</summary>
    /// <exception cref="ZkFormatException">The file is malformed, or its root is not that of its accounts.</exception>
    public static AccountTree Read(string path)
    {
        var fields = JsonField.ReadFile(path, MaximumBytes).Document(Format, "root", "accounts");
        var root = fields["root"].Scalar<Fr>();
        var state = AccountsJson.Read(fields["accounts"]);
        return state.Root == root ? state : throw fields["root"].Error($"the root of these accounts is {state.Root}");
    }
}
