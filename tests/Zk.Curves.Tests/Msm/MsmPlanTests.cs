namespace Zk.Curves.Tests;

public class MsmPlanTests
{
    /// <summary>Every digit belongs to a task, and few threads are idle where there is work for all.</summary>
    [Test]
    public void CoversAllWindowsAndKeepsThreadsBusy(
        [Values(1, 16, 64, 253)] int bits,
        [Values(1, 2, 100, 2047, 2048, 10_000, 1 << 16, 1 << 20, 1 << 22)] int points,
        [Values(1, 2, 3, 8, 64)] int threads)
    {
        var plan = MsmPlan.Choose(bits, points, threads, 2048);
        Assert.That(plan.WindowBits, Is.InRange(2, SignedDigits.MaxWindow));
        Assert.That(plan.Windows, Is.EqualTo(SignedDigits.Count(bits, plan.WindowBits)));
        Assert.That(plan.Groups * plan.Together, Is.InRange(plan.Windows, plan.Windows + plan.Together - 1));
        Assert.That(plan.Chunks, Is.InRange(1, Math.Max(1, points / 8192)));
        if (points >= 8192 * threads)
            Assert.That(plan.Groups * plan.Chunks, Is.GreaterThan(3 * threads / 4));
    }

    [Test]
    public void WindowsGrowWithThePoints()
    {
        var widths = Enumerable.Range(0, 22).Select(log => MsmPlan.Choose(253, 1 << log, 1, 2048).WindowBits).ToArray();
        Assert.That(widths, Is.Ordered);
        Assert.That(widths[10], Is.InRange(6, 10));
        Assert.That(widths[16], Is.InRange(12, 14));
        Assert.That(widths[20], Is.EqualTo(SignedDigits.MaxWindow));
    }
}
