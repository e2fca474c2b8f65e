using NUnit.Framework.Interfaces;

namespace Zk.Emulated;

/// <summary>One line for each fixture that ran, and whatever failed.</summary>
internal sealed class Report : ITestListener
{
    public void TestStarted(ITest test)
    {
    }

    public void TestFinished(ITestResult result)
    {
        if (result.Test.IsSuite ? result.Test.TestType == "TestFixture" : result.ResultState.Status == TestStatus.Failed)
            Console.WriteLine($"{result.ResultState} {result.Test.FullName}: {result.PassCount} passed, {result.AssertCount} assertions");
        if (!result.Test.IsSuite && result.ResultState.Status == TestStatus.Failed)
            Console.WriteLine($"{result.Message}\n{result.StackTrace}");
    }

    public void TestOutput(TestOutput output)
    {
    }

    public void SendMessage(TestMessage message)
    {
    }
}
