namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>A configuration as a file, <c>zk/perpetual-config/1</c>: what governance announces to the contract by its hash.</summary>
public static class PerpetualConfigFile
{
    private const string Format = "zk/perpetual-config/1";
    private const int MaximumBytes = 1 << 20;

    /// <summary>The bytes of a configuration file.</summary>
    public static byte[] Write(PerpetualConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return JsonFile.Write(Format, json => PerpetualConfigJson.Write(json, config));
    }

    /// <summary>Reads a configuration.</summary>
    /// <exception cref="ZkFormatException">The file is malformed, or the configuration breaks a rule of <see cref="PerpetualConfigRules"/>.</exception>
    public static PerpetualConfig Read(string path)
    {
        var fields = JsonField.ReadFile(path, MaximumBytes).Document(Format, "config");
        return PerpetualConfigJson.Read(fields["config"]);
    }
}
