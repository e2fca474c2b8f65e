namespace Zk.Curves.Tests;

public class MsmPlanTests
{
    /// <summary>Every digit belongs to a task, and few threads are idle where there is work for all.</summary>
    [Test]
    public void CoversAllWindowsAndKeepsThreadsBusy(
        [Values(0, 1, 16, 64, 253)] int length,
        [Values(1, 2, 100, 4095, 4096, 10_000, 40_000, 1 << 16, 1 << 20, 1 << 22)] int points,
        [Values(1, 2, 3, 8, 64)] int threads)
    {
        var plan = MsmPlan.Choose(length, points, threads, 4096, MultiplesPlan.None);
        Assert.That(plan.WindowBits, Is.InRange(2, SignedDigits.MaxWindow));
        Assert.That(plan.Windows, Is.EqualTo(SignedDigits.Count(length, plan.WindowBits)));
        Assert.That(plan.Groups * plan.Together, Is.InRange(plan.Windows, plan.Windows + plan.Together - 1));
        Assert.That(plan.Chunks, Is.InRange(1, Math.Max(1, points / 16384)));
        if (points >= 16384 * threads)
            Assert.That(plan.Groups * plan.Chunks, Is.GreaterThan(3 * threads / 4));
    }

    [Test]
    public void WindowsGrowWithThePoints()
    {
        var widths = Enumerable.Range(0, 22).Select(log => MsmPlan.Choose(253, 1 << log, 1, 4096, MultiplesPlan.None).WindowBits).ToArray();

        // A few points' windows are summed together, in as many tasks as threads, so below a block the order is not strict.
        Assert.That(widths[8..], Is.Ordered);
        Assert.That(widths[10], Is.InRange(6, 10));
        Assert.That(widths[16], Is.InRange(12, 14));
        Assert.That(widths[20], Is.EqualTo(SignedDigits.MaxWindow));
    }

    /// <summary>Multiples reach as far as the scalars do, and are used by windows that divide their distance, where that saves additions.</summary>
    [Test]
    public void MultiplesCoverTheirScalars([Values(2, 3, 4, 8, 16, 31, 32)] int count, [Values(1, 100, 1 << 14, 1 << 18, 1 << 26)] long points)
    {
        var multiples = MultiplesPlan.Choose<Fr>(count, points);
        Assert.That(multiples.Count, Is.EqualTo(count));
        Assert.That(multiples.Bits * count, Is.GreaterThanOrEqualTo(254));
        var used = 0;
        for (var length = 0; length <= 253; length++)
        {
            Assert.That(multiples.Needed(length), Is.InRange(1, count));
            Assert.That(multiples.Bits * multiples.Needed(length), Is.GreaterThan(length));
            foreach (var some in new[] { 1, 300, 1 << 16 })
            {
                var plan = MsmPlan.Choose(length, some, 2, 4096, multiples);
                Assert.That(plan.Multiples, Is.EqualTo(1).Or.EqualTo(multiples.Needed(length)));
                Assert.That(plan.Windows * plan.Multiples * plan.WindowBits, Is.GreaterThan(length));
                if (plan.Multiples > 1)
                    Assert.That(plan.Windows * plan.WindowBits, Is.EqualTo(multiples.Bits));
                used += plan.Multiples - 1;
            }
        }

        if (count <= 16 && points >= 1 << 14)
            Assert.That(used, Is.Positive);
        Assert.That(MultiplesPlan.Choose<Fr>(1, points), Is.EqualTo(MultiplesPlan.None));
        Assert.That(() => MultiplesPlan.Choose<Fr>(0, points), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => MultiplesPlan.Choose<Fr>(33, points), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
