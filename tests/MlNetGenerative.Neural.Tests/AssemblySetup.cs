using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Tests;

/// <summary>What holds for all tests of the assembly.</summary>
[TestClass]
public static class AssemblySetup
{
    /// <summary>Networks of tests are so small that libtorch's threads wait for each other longer than they compute.</summary>
    [AssemblyInitialize]
    public static void UseOneThread(TestContext? _) => set_num_threads(1);
}
