namespace Zk.Field.Tests;

[TestFixture(typeof(Fr))]
[TestFixture(typeof(Fq))]
[TestFixture(typeof(BlsFr))]
[TestFixture(typeof(BlsFq))]
[TestFixture(typeof(TinyFp<Prime97>))]
[TestFixture(typeof(TinyFp<Prime257>))]
[TestFixture(typeof(TinyFp<Prime7681>))]
[TestFixture(typeof(TinyFp<Prime65537>))]
[TestFixture(typeof(Fp2<Fq, Bn254Tower>))]
[TestFixture(typeof(Fp6<Fq, Bn254Tower>))]
[TestFixture(typeof(Fp12<Fq, Bn254Tower>))]
[TestFixture(typeof(Fp2<BlsFq, Bls12381Tower>))]
[TestFixture(typeof(Fp6<BlsFq, Bls12381Tower>))]
[TestFixture(typeof(Fp12<BlsFq, Bls12381Tower>))]
internal sealed class FieldLawTests<T> : FieldLaws<T>
    where T : unmanaged, IField<T>;

[TestFixture(typeof(Fr))]
[TestFixture(typeof(Fq))]
[TestFixture(typeof(BlsFr))]
[TestFixture(typeof(BlsFq))]
[TestFixture(typeof(TinyFp<Prime97>))]
[TestFixture(typeof(TinyFp<Prime257>))]
[TestFixture(typeof(TinyFp<Prime7681>))]
[TestFixture(typeof(TinyFp<Prime65537>))]
internal sealed class PrimeFieldLawTests<T> : PrimeFieldLaws<T>
    where T : unmanaged, IPrimeField<T>;

[TestFixture(typeof(Fq), typeof(Bn254Tower))]
[TestFixture(typeof(BlsFq), typeof(Bls12381Tower))]
internal sealed class TowerLawTests<TBase, TTower> : TowerLaws<TBase, TTower>
    where TBase : unmanaged, IPrimeField<TBase>
    where TTower : struct, ITower<TBase, TTower>;

[TestFixture(typeof(Fr))]
[TestFixture(typeof(BlsFq))]
[TestFixture(typeof(TinyFp<Prime97>))]
[TestFixture(typeof(TinyFp<Prime65537>))]
internal sealed class BulkLawTests<T> : BulkLaws<T>
    where T : unmanaged, IPrimeField<T>;

[TestFixture(typeof(Fr))]
[TestFixture(typeof(Fq))]
[TestFixture(typeof(BlsFr))]
[TestFixture(typeof(BlsFq))]
[TestFixture(typeof(TinyFp<Prime97>))]
[TestFixture(typeof(TinyFp<Prime257>))]
[TestFixture(typeof(TinyFp<Prime7681>))]
[TestFixture(typeof(TinyFp<Prime65537>))]
internal sealed class TransformLawTests<T> : TransformLaws<T>
    where T : unmanaged, IPrimeField<T>;
