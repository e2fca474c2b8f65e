using System.Text;

namespace Zk.Field.Tests;

/// <summary>
/// Writes the multiplications of the AVX2 and AVX-512 kernels for a number of limbs. They are straight-line code because the JIT neither unrolls such loops nor
/// schedules instructions: what is written here is the order they run in. The mathematics is told in Avx2Kernel.cs and Avx512Kernel.cs.
/// </summary>
internal static class KernelSource
{
    /// <summary>The generated files: path in the repository and content.</summary>
    public static IEnumerable<(string Path, string Content)> Files()
    {
        foreach (var limbs in new[] { 5, 8 })
        {
            foreach (var square in new[] { false, true })
            {
                var name = (square ? "Square" : "Multiply") + limbs;
                foreach (var (part, body) in Avx2Source.Methods(name, limbs, square))
                    yield return File("Avx2Kernel", 256, part, body);
                yield return File("Avx512Kernel", 512, name, Avx512Source.Method(name, limbs, square));
            }
        }
    }

    private static (string Path, string Content) File(string type, int bits, string name, string body) =>
        ($"src/Field/Vector/Generated/{type}.{name}.cs", $$"""
        // Written by tests/Zk.Field.Tests/Vector/KernelSource.cs; a test compares them.
        using System.Runtime.Intrinsics;
        using static System.Runtime.Intrinsics.Vector{{bits}};

        namespace Zk.Field;

        internal readonly unsafe partial struct {{type}}
        {
        {{body}}}

        """);

    /// <summary>Lines of a method's body, indented.</summary>
    internal sealed class Lines
    {
        private readonly StringBuilder _text = new();

        public void Add(string line) => _text.Append(' ', 8).Append(line).Append('\n');

        public void Blank() => _text.Append('\n');

        /// <summary>The method with these lines as its body.</summary>
        public string Method(string signature) => $"    {signature}\n    {{\n{_text}    }}\n";
    }
}
