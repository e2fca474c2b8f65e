namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>
/// The state of perpetual futures as a file, <c>zk/perpetual-state/1</c>: its <c>root</c>, scalars, markets and accounts. The root must be that of the rest.
/// </summary>
public static class PerpetualStateFile
{
    /// <summary>The most bytes of a state or batch file.</summary>
    internal const int MaximumBytes = 1 << 28;

    private const string Format = "zk/perpetual-state/1";

    /// <summary>The bytes of a state file.</summary>
    public static byte[] Write(PerpetualState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return JsonFile.Write(Format, json =>
        {
            json.WriteString("root", state.Root.ToString());
            PerpetualStateJson.Write(json, state);
        });
    }

    /// <summary>Reads a state.</summary>
    /// <exception cref="ZkFormatException">The file is malformed, or its root is not that of its contents.</exception>
    public static PerpetualState Read(string path)
    {
        var fields = JsonField.ReadFile(path, MaximumBytes).Document(Format, ["root", .. PerpetualStateJson.Fields], []);
        var root = fields["root"].Scalar<Fr>();
        var state = PerpetualStateJson.Read(fields);
        return state.Root == root ? state : throw fields["root"].Error($"the root of this state is {state.Root}");
    }
}
