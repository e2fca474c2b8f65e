global using NUnit.Framework;
global using Zk.Testing;
global using BlsFq = Zk.Field.Fp384<Zk.Curves.Bls12381Fq>;
global using BlsFq2 = Zk.Field.Fp2<Zk.Field.Fp384<Zk.Curves.Bls12381Fq>, Zk.Curves.Bls12381Tower>;
global using BlsFr = Zk.Field.Fp256<Zk.Curves.Bls12381Fr>;
global using Fq = Zk.Field.Fp256<Zk.Curves.Bn254Fq>;
global using Fq2 = Zk.Field.Fp2<Zk.Field.Fp256<Zk.Curves.Bn254Fq>, Zk.Curves.Bn254Tower>;
global using Fr = Zk.Field.Fp256<Zk.Curves.Bn254Fr>;
