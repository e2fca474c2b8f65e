global using NUnit.Framework;
global using Fq = Zk.Field.Fp256<Zk.Curves.Bn254Fq>;
global using Fq2 = Zk.Field.Fp2<Zk.Field.Fp256<Zk.Curves.Bn254Fq>, Zk.Curves.Bn254Tower>;
global using Fr = Zk.Field.Fp256<Zk.Curves.Bn254Fr>;
