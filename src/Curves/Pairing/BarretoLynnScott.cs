using Zk.Field;

namespace Zk.Curves;

/// <summary>What all Barreto-Lynn-Scott curves of degree 12 share: p and r are polynomials in a parameter x, here negative and above −2^64.</summary>
internal static class BarretoLynnScott
{
    /// <summary>
    /// The hard part of Hayashida, Hayasaka and Teruya (ePrint 2020/875): three times (p^4 − p^2 + 1)/r, which is
    /// (x − 1)^2 (x + p)(x^2 + p^2 − 1) + 3.
    /// </summary>
    public static Fp12<TBase, TTower> HardPart<TBase, TTower>(in Fp12<TBase, TTower> f, ulong minusX)
        where TBase : unmanaged, IPrimeField<TBase>
        where TTower : struct, ITower<TBase, TTower>
    {
        var a = PowerOfX(f) * f.Conjugate();
        a = PowerOfX(a) * a.Conjugate();
        a = PowerOfX(a) * a.Frobenius(1);
        a = PowerOfX(PowerOfX(a)) * a.Frobenius(2) * a.Conjugate();
        return a * f.CyclotomicSquare() * f;

        Fp12<TBase, TTower> PowerOfX(in Fp12<TBase, TTower> value) => PairingExponents.CyclotomicPower(value, minusX).Conjugate();
    }
}
