using System.Globalization;
using System.Numerics;

namespace Zk.Solidity.Tests;

/// <summary>An account's address, 20 bytes.</summary>
/// <param name="Hex">0x and 40 lower-case digits.</param>
internal readonly record struct Address(string Hex)
{
    /// <summary>The address with these 20 bytes.</summary>
    public static Address FromBytes(ReadOnlySpan<byte> bytes) => new("0x" + Convert.ToHexStringLower(bytes));

    /// <summary>The 20 bytes.</summary>
    public byte[] Bytes => Convert.FromHexString(Hex[2..]);

    /// <inheritdoc/>
    public override string ToString() => Hex;
}

/// <summary>What a call without a transaction gave.</summary>
/// <param name="Success">Whether it returned.</param>
/// <param name="Data">What it returned, or the revert data; empty when it ran out of gas.</param>
/// <param name="Message">The node's message of a failure.</param>
internal sealed record CallResult(bool Success, byte[] Data, string Message)
{
    /// <summary>Whether it reverted with a custom error, given as a signature such as <c>NotOnCurve()</c>.</summary>
    public bool RevertedWith(string signature) => !Success && Data.AsSpan().StartsWith(Abi.Selector(signature));
}

/// <summary>An event.</summary>
internal sealed record EvmLog(Address Contract, IReadOnlyList<byte[]> Topics, byte[] Data);

/// <summary>What a transaction did.</summary>
/// <param name="Success">Status 1.</param>
/// <param name="GasUsed">Gas of the whole transaction, 21,000 and calldata included.</param>
/// <param name="Contract">The contract that it created, if it did.</param>
/// <param name="Logs">Events.</param>
internal sealed record Receipt(bool Success, long GasUsed, Address? Contract, IReadOnlyList<EvmLog> Logs);

/// <summary>Quantities and data in JSON-RPC.</summary>
internal static class Hex
{
    public static string Of(ReadOnlySpan<byte> bytes) => "0x" + Convert.ToHexStringLower(bytes);

    public static string Of(BigInteger quantity)
    {
        var digits = quantity.ToString("x", CultureInfo.InvariantCulture).TrimStart('0');
        return "0x" + (digits.Length == 0 ? "0" : digits);
    }

    public static byte[] Bytes(string hex) => Convert.FromHexString(hex.AsSpan(2));

    public static BigInteger Quantity(string hex) => BigInteger.Parse("0" + hex[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
