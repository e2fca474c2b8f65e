namespace Zk.Circuits.Settlement;

/// <summary>The signature of a slot that may need none.</summary>
internal static class SlotSignature
{
    /// <summary>
    /// Asserts that a message is signed by a key. A slot that needs no signature verifies one that everybody can make, so that the gadget has no switch to
    /// be turned off.
    /// </summary>
    public static void Assert(CircuitBuilder<Fr> builder, CircuitInputs<Fr, EdDsaSignature> inputs, Bit isSigned, (Wire X, Wire Y) key, Wire message)
    {
        var x = builder.SelectConstant(isSigned, key.X, PaymentsSlot.NoKey.X);
        var y = builder.SelectConstant(isSigned, key.Y, PaymentsSlot.NoKey.Y);
        var r = (inputs.Field("R.x", s => s.R.X), inputs.Field("R.y", s => s.R.Y));
        builder.AssertSignature((x, y), builder.Multiply(isSigned, message), r, inputs.Field("S", s => s.S));
    }
}
