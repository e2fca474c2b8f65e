using System.Text;

namespace Zk.Cli;

/// <summary>Names of the settlement contract's custom errors, by the selector with which a revert begins.</summary>
internal static class ContractError
{
    private static readonly Dictionary<string, string> _names = new[]
    {
        "NotOperator(address)", "WrongBatchNumber(uint256)", "NotBelowModulus(uint256)", "WrongBatchTime(uint256,uint256,uint256)", "InvalidProof()",
        "VerifierNotActive(bytes32)", "WrongNumberOfWords(uint256,uint256)", "WordTooLarge(uint256)", "NoSuchDeposit(uint256)", "WrongDeposit(uint256)",
        "DepositTooNew(uint256)", "DepositTooOld(uint256)", "IsPaused(uint256)", "IsFrozen()", "NotOnCurve()", "NothingDeposited()", "TooMuchDeposited()",
        "WrongAmountReceived(uint256,uint256)", "WrongToken()", "VerifierNotAdded(bytes32)",
        "AlreadyRequested(bytes32)", "ExpiresTooSoon(uint256)", "NoSuchRequest(bytes32)", "NotOverdue(uint256)", "AlreadyEscaped(uint32)", "NothingToEscape(uint32)",
    }.ToDictionary(signature => HexText.Of(Keccak256.Hash(Encoding.ASCII.GetBytes(signature)).AsSpan(0, 4)));

    /// <summary>The error's name and parameters' types, or the data as it is.</summary>
    /// <param name="data">What a call reverted with, 0x and digits.</param>
    public static string Name(string data) => data.Length >= 10 && _names.TryGetValue(data[..10], out var name) ? name : data;
}
