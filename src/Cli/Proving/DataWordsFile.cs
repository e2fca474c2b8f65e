using Zk.Circuits.Settlement;

namespace Zk.Cli;

/// <summary>The public data words of a batch as a file: 0x and the 32 bytes of each word, big-endian, as the contract gets them.</summary>
internal static class DataWordsFile
{
    /// <summary>Its name in the folder that <c>zk settle</c> writes.</summary>
    public const string Name = "data.hex";

    private const int WordBytes = 32;
    private const int MaximumWords = 1 << 16;

    /// <summary>The text of the file.</summary>
    public static string Write(BatchData data) => HexText.Of(data.ToBytes()) + "\n";

    /// <summary>Reads the words.</summary>
    /// <exception cref="CliException">The file is malformed; exit code 2.</exception>
    public static BatchData Read(string path)
    {
        if (new FileInfo(path) is { Exists: true, Length: > (2 * WordBytes * MaximumWords) + 3 })
            throw CliException.BadFile(path, "is too large for the data of a batch");
        if (!HexText.TryParse(File.ReadAllText(path).TrimEnd('\n'), out var bytes) || bytes.Length == 0 || bytes.Length % WordBytes != 0)
            throw CliException.BadFile(path, "is not 0x and 64 lower-case hexadecimal digits for each data word");
        var words = bytes.Chunk(WordBytes).Select(w => new System.Numerics.BigInteger(w, isUnsigned: true, isBigEndian: true)).ToList();
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i].GetBitLength() > BatchData.WordBits)
                throw CliException.BadFile(path, $"word {i} is not below 2^{BatchData.WordBits}");
        }

        return new BatchData(words.Select(Fr.FromBigInteger));
    }
}
