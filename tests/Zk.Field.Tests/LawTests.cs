using Bn254Fq12 = Zk.Field.Fp12<Zk.Field.Fp256<Zk.Curves.Bn254Fq>, Zk.Curves.Bn254Tower>;
using Bn254Fq2 = Zk.Field.Fp2<Zk.Field.Fp256<Zk.Curves.Bn254Fq>, Zk.Curves.Bn254Tower>;
using Bn254Fq6 = Zk.Field.Fp6<Zk.Field.Fp256<Zk.Curves.Bn254Fq>, Zk.Curves.Bn254Tower>;

namespace Zk.Field.Tests;

[TestFixture(typeof(Fr))]
[TestFixture(typeof(Fq))]
[TestFixture(typeof(TinyFp<Prime97>))]
[TestFixture(typeof(TinyFp<Prime257>))]
[TestFixture(typeof(TinyFp<Prime7681>))]
[TestFixture(typeof(TinyFp<Prime65537>))]
[TestFixture(typeof(Bn254Fq2))]
[TestFixture(typeof(Bn254Fq6))]
[TestFixture(typeof(Bn254Fq12))]
internal sealed class FieldLawTests<T> : FieldLaws<T>
    where T : unmanaged, IField<T>;

[TestFixture(typeof(Fq), typeof(Bn254Tower))]
internal sealed class TowerLawTests<TBase, TTower> : TowerLaws<TBase, TTower>
    where TBase : unmanaged, IPrimeField<TBase>
    where TTower : struct, ITower<TBase, TTower>;

[TestFixture(typeof(Fr))]
[TestFixture(typeof(Fq))]
[TestFixture(typeof(TinyFp<Prime97>))]
[TestFixture(typeof(TinyFp<Prime65537>))]
internal sealed class BulkLawTests<T> : BulkLaws<T>
    where T : unmanaged, IPrimeField<T>;

[TestFixture(typeof(Fr))]
[TestFixture(typeof(Fq))]
[TestFixture(typeof(TinyFp<Prime97>))]
[TestFixture(typeof(TinyFp<Prime257>))]
[TestFixture(typeof(TinyFp<Prime7681>))]
[TestFixture(typeof(TinyFp<Prime65537>))]
internal sealed class TransformLawTests<T> : TransformLaws<T>
    where T : unmanaged, IPrimeField<T>;
