using System.Numerics;
using System.Text;

namespace Zk.Cli;

/// <summary>Calldata and constructor arguments, made of 32-byte words and of dynamic parts that come behind them.</summary>
internal sealed class ContractCall
{
    private const int Word = 32;
    private const int SelectorLength = 4;

    private readonly byte[] _selector;
    private readonly List<(byte[] Bytes, bool IsDynamic)> _arguments = [];

    private ContractCall(byte[] selector) => _selector = selector;

    /// <summary>A call of a function by its signature, such as <c>mint(address,uint256)</c>.</summary>
    public static ContractCall Of(string signature) => new(Keccak256.Hash(Encoding.ASCII.GetBytes(signature))[..SelectorLength]);

    /// <summary>Arguments without selector, for a constructor.</summary>
    public static ContractCall Constructor() => new([]);

    /// <summary>Adds an integer.</summary>
    public ContractCall Add(BigInteger value) => Add(ToWord(value));

    /// <summary>Adds an address.</summary>
    public ContractCall AddAddress(string address) => Add(BigInteger.Parse("0" + address[2..], System.Globalization.NumberStyles.AllowHexSpecifier, null));

    /// <summary>Adds 32 bytes.</summary>
    public ContractCall Add(byte[] word)
    {
        _arguments.Add((word, false));
        return this;
    }

    /// <summary>Adds a dynamic array of elements of whole words; its length is given in elements.</summary>
    public ContractCall AddArray(int length, byte[] elements)
    {
        _arguments.Add(([.. ToWord(length), .. elements], true));
        return this;
    }

    /// <summary>Adds bytes of any length.</summary>
    public ContractCall AddBytes(byte[] bytes)
    {
        _arguments.Add(([.. ToWord(bytes.Length), .. bytes, .. new byte[(Word - (bytes.Length % Word)) % Word]], true));
        return this;
    }

    /// <summary>The encoding.</summary>
    public byte[] Encode()
    {
        var tail = new List<byte>();
        var head = new List<byte>(_selector);
        foreach (var (bytes, isDynamic) in _arguments)
        {
            head.AddRange(isDynamic ? ToWord((Word * _arguments.Count) + tail.Count) : bytes);
            if (isDynamic)
                tail.AddRange(bytes);
        }

        return [.. head, .. tail];
    }

    /// <summary>A word of an answer as an integer.</summary>
    public static BigInteger UintAt(byte[] answer, int index) => answer.Length >= Word * (index + 1)
        ? new(answer.AsSpan(Word * index, Word), isUnsigned: true, isBigEndian: true)
        : throw CliException.Environment("the contract answered less than was expected; is it the settlement contract?");

    /// <summary>An integer as a word.</summary>
    public static byte[] ToWord(BigInteger value)
    {
        var bytes = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[Word - bytes.Length], .. bytes];
    }
}
