global using Fr = Zk.Field.Fp256<Zk.Curves.Bn254Fr>;
