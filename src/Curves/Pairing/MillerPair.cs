using Zk.Field;

namespace Zk.Curves;

/// <summary>
/// One pair in a Miller loop: the running point T on the twist in homogeneous projective coordinates x = X/Z, y = Y/Z, whose tangents and chords
/// are evaluated at P. Lines are scaled by factors of Fp2, which the final exponentiation removes.
/// </summary>
internal sealed class MillerPair<TBase, TTower, TG1, TG2>(
    AffinePoint<TBase, TG1> p, AffinePoint<Fp2<TBase, TTower>, TG2> q, TwistKind twist)
    where TBase : unmanaged, IPrimeField<TBase>
    where TTower : struct, ITower<TBase, TTower>
    where TG1 : struct, IWeierstrassCurve<TBase, TG1>
    where TG2 : struct, IWeierstrassCurve<Fp2<TBase, TTower>, TG2>
{
    private Fp2<TBase, TTower> _x = q.X;
    private Fp2<TBase, TTower> _y = q.Y;
    private Fp2<TBase, TTower> _z = Fp2<TBase, TTower>.One;

    /// <summary>The point of G2.</summary>
    public AffinePoint<Fp2<TBase, TTower>, TG2> Q { get; } = q;

    /// <summary>
    /// f *= tangent at T, then T = 2T. With E = 3b Z^2 the tangent is (E − Y^2) + 3X^2 x_P − 2YZ y_P; the coordinates are those of ePrint 2010/526
    /// times 4, which saves the halvings.
    /// </summary>
    public void Double(ref Fp12<TBase, TTower> f)
    {
        var xy = _x * _y;
        var b = _y.Square();
        var c = _z.Square();
        var e = (c.Double() + c) * TG2.B;
        var threeE = e.Double() + e;
        var h = (_y + _z).Square() - b - c;
        var xx = _x.Square();
        var ee = e.Square();
        _x = (xy * (b - threeE)).Double();
        _y = (b + threeE).Square() - (ee.Double() + ee).Double().Double();
        _z = (b * h).Double().Double();
        MultiplyByLine(ref f, e - b, xx.Double() + xx, -h);
    }

    /// <summary>f *= chord through T and the addend A, then T = T + A. With O = Y − y_A Z, L = X − x_A Z the chord is (x_A O − y_A L) − O x_P + L y_P.</summary>
    public void Add(in AffinePoint<Fp2<TBase, TTower>, TG2> addend, ref Fp12<TBase, TTower> f)
    {
        var o = _y - (addend.Y * _z);
        var l = _x - (addend.X * _z);
        var c = o.Square();
        var d = l.Square();
        var e = l * d;
        var g = _x * d;
        var h = e + (_z * c) - g.Double();
        _x = l * h;
        _y = (o * (g - h)) - (_y * e);
        _z = e * _z;
        MultiplyByLine(ref f, (addend.X * o) - (addend.Y * l), -o, l);
    }

    private void MultiplyByLine(ref Fp12<TBase, TTower> f, in Fp2<TBase, TTower> constant, in Fp2<TBase, TTower> atX, in Fp2<TBase, TTower> atY)
    {
        var (x, y) = (atX.Scale(p.X), atY.Scale(p.Y));
        f = twist == TwistKind.Divided ? f.MultiplyBy034(y, x, constant) : f.MultiplyBy014(constant, x, y);
    }
}
