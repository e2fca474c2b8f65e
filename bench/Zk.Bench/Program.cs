using BenchmarkDotNet.Running;
using Zk.Bench;

BenchmarkSwitcher.FromAssembly(typeof(InstructionSets).Assembly).Run(args, new InstructionSets());
