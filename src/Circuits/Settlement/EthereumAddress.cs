using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Zk.Circuits.Settlement;

/// <summary>An L1 address: 160 bits, as an integer the 20 bytes read big-endian.</summary>
public readonly record struct EthereumAddress
{
    /// <summary>Bits of an address.</summary>
    public const int Bits = 160;

    /// <summary>Characters of the text form.</summary>
    public const int TextLength = 2 + Digits;

    private const int Digits = Bits / 4;

    /// <summary>Takes the integer form.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or has more than 160 bits.</exception>
    public EthereumAddress(BigInteger value)
    {
        if (value.Sign < 0 || value.GetBitLength() > Bits)
            throw new ArgumentOutOfRangeException(nameof(value), "an address has 160 bits");
        Value = value;
    }

    /// <summary>The address as an integer below 2^160.</summary>
    public BigInteger Value { get; }

    /// <summary>
    /// Reads <c>0x</c> and 40 hexadecimal digits. Digits in mixed case must carry the checksum of EIP-55; all lower or all upper case carries none.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out EthereumAddress address, out string reason)
    {
        address = default;
        if (text is null || text.Length != Digits + 2 || !text.StartsWith("0x", StringComparison.Ordinal) || !text.AsSpan(2).ContainsOnlyHex())
        {
            reason = "an address is 0x and 40 hexadecimal digits";
            return false;
        }

        address = new EthereumAddress(new BigInteger(Convert.FromHexString(text.AsSpan(2)), isUnsigned: true, isBigEndian: true));
        var mixed = text.AsSpan(2).ContainsAnyInRange('a', 'f') && text.AsSpan(2).ContainsAnyInRange('A', 'F');
        reason = mixed && address.ToString() != text ? "the capitals are not the checksum of EIP-55" : "";
        return reason.Length == 0;
    }

    /// <summary>The address as a 32-byte word, big-endian, as the EVM holds it.</summary>
    public byte[] ToWord() => Words.ToBytes(Value);

    /// <summary>The address with the checksum of EIP-55.</summary>
    public override string ToString()
    {
        var digits = Convert.ToHexStringLower(ToWord().AsSpan(12));
        var hash = Keccak256.Hash(System.Text.Encoding.ASCII.GetBytes(digits));
        return "0x" + string.Create(Digits, (digits, hash), static (text, source) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                var nibble = (source.hash[i / 2] >> (i % 2 == 0 ? 4 : 0)) & 15;
                text[i] = nibble >= 8 ? char.ToUpperInvariant(source.digits[i]) : source.digits[i];
            }
        });
    }
}
