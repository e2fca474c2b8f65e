using Zk.Circuits.Settlement;

namespace Zk.Cli;

/// <summary>
/// Makes the next batch of a contract: deposits that wait, then signed operations. Anybody can queue a deposit that the state must refuse, for a place that has another
/// key; it stays out and waits for its end, so that it spoils no batch.
/// </summary>
/// <param name="node">The contract.</param>
/// <param name="state">The state before the batch.</param>
/// <param name="context">What the batch is for.</param>
/// <param name="feeAccount">The account that gets the fees.</param>
internal sealed class BatchAssembly(SettlementNode node, AccountTree state, SettlementContext context, uint feeAccount)
{
    /// <summary>The batch.</summary>
    /// <param name="operationPaths">Files of signed operations, in the order in which they are settled.</param>
    /// <exception cref="CliException">The state refuses an operation, or nothing is there to be settled (exit code 1); a file cannot be used (exit code 2).</exception>
    public async Task<PaymentsBatch> RunAsync(IReadOnlyList<string> operationPaths)
    {
        var room = PaymentsCircuit.Capacities[^1] - operationPaths.Count;
        if (room < 0)
            throw CliException.BadInput($"--operation: {operationPaths.Count} operations; the largest circuit holds {PaymentsCircuit.Capacities[^1]}");
        var signed = operationPaths.Select(node.ReadOperation).ToList();

        // The contract's window lies around the block of the settlement.
        var time = await node.TimeAsync().ConfigureAwait(false);
        var empty = new PaymentsBatch(context, (uint)time, feeAccount, []);
        var after = state;
        var deposits = await node.DepositsAsync(time, room, deposit =>
        {
            if (!PaymentsReference.TryApply(after, empty with { Operations = [deposit] }, out var transition, out _))
                return false;
            after = transition.After;
            return true;
        }).ConfigureAwait(false);
        if (deposits.Count + signed.Count == 0)
            throw CliException.Invalid("no deposit waits that a batch can settle, and no operation is given");
        var batch = empty with { Operations = [.. deposits, .. signed] };
        if (PaymentsReference.TryApply(state, batch, out _, out var violation))
            return batch;
        throw CliException.Invalid(violation.Operation is { } index ? $"{operationPaths[index - deposits.Count]}: {violation.RuleName}: {violation.Detail}" : violation.ToString());
    }
}
