using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace StandIns.Tests.StandInOnly;

/// <summary>What ends the process in the official library throws in the stand-in; a native part of other sources is told apart.</summary>
[TestClass]
public class TorchErrorTests
{
    [TestMethod]
    public void A_gradient_without_a_graph_throws()
    {
        using Tensor value = ones([1L]);
        using Tensor point = ones([1L]);
        ExternalException error = Assert.ThrowsExactly<ExternalException>(() => autograd.grad([value], [point]));
        Assert.Contains("does not require grad", error.Message);
        Assert.DoesNotContain("frame #", error.Message);
    }

    [TestMethod]
    public void Another_device_than_the_processor_is_refused()
    {
        NotSupportedException error = Assert.ThrowsExactly<NotSupportedException>(() => device(DeviceType.CUDA));
        Assert.Contains("DeviceType.CPU", error.Message);
    }

    [TestMethod]
    public void One_thread_computes_until_an_application_asks_for_more() => Assert.AreEqual(1, get_num_threads());

    [TestMethod]
    public void The_native_part_is_of_the_sources_beside_the_assembly()
    {
        nint library = ShimLibrary.Load();
        Assert.IsTrue(ShimLibrary.IsOf(library, ShimLibrary.Sources));
        Assert.IsFalse(ShimLibrary.IsOf(library, new string('0', 64)));
        Assert.IsFalse(ShimLibrary.IsOf(NativeLibrary.GetMainProgramHandle(), ShimLibrary.Sources));
    }
}
