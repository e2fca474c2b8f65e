namespace Zk.Plonk;

/// <summary>Where a generated verifier keeps what: named words at fixed addresses, then one area that the parts use in turn.</summary>
/// <param name="more">Words of the commitment scheme, beside those that every verifier has.</param>
internal sealed class MemoryFrame(IEnumerable<string> more)
{
    private static readonly string[] _common =
        ["THETA", "CHI", "BETA", "GAMMA", "ALPHA", "ZETA", "V", "Y", "ZETA_N", "FIRST_ROW", "LAST_ROW", "INPUT_ROWS", "INPUTS", "QUOTIENT", "INVERSE_ZETA"];

    private readonly string[] _words = [.. _common, .. more];

    /// <summary>The names and addresses of the words.</summary>
    public IEnumerable<(string Name, int Address)> Words => _words.Select((name, i) => (name, i * CalldataLayout.Word));

    /// <summary>The area: the transcript's state and what it absorbs; then the products of the inversion, temporaries, points.</summary>
    public int Area => _words.Length * CalldataLayout.Word;

    /// <summary>The word of a challenge that constraints name.</summary>
    public static string Challenge(int id) => _common[id];

    /// <summary>An address in the area as a literal.</summary>
    public string At(int offset) => $"0x{Area + offset:x}";
}
