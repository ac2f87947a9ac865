using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace StandIns.Tests.Data;

[TestClass]
public class MLContextTests
{
    [TestMethod]
    public void Messages_reach_the_log_with_source_and_kind()
    {
        var ml = new MLContext();
        var messages = new List<LoggingEventArgs>();
        ml.Log += (_, message) => messages.Add(message);
        IHost host = ((IHostEnvironment)ml).Register("Component");
        using (IChannel channel = host.Start("Training"))
            channel.Info(MessageSensitivity.None, "Epoch {0} of {1}", 2, 5);
        LoggingEventArgs info = messages.Single(message => message.Kind == ChannelMessageKind.Info);
        Assert.AreEqual("Component; Training", info.Source);
        Assert.AreEqual("Epoch 2 of 5", info.RawMessage);
        Assert.AreEqual("[Source=Component; Training, Kind=Info] Epoch 2 of 5", info.Message);
        Assert.IsTrue(messages.Any(message => message.Kind == ChannelMessageKind.Trace && message.RawMessage == "Channel started"));
        Assert.IsTrue(messages.Any(message => message.Kind == ChannelMessageKind.Trace && message.RawMessage.StartsWith("Channel finished. Elapsed ", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Every_kind_of_message_arrives()
    {
        var ml = new MLContext();
        var kinds = new List<ChannelMessageKind>();
        ml.Log += (_, message) =>
        {
            if (message.RawMessage == "text")
                kinds.Add(message.Kind);
        };
        using (IChannel channel = ((IHostEnvironment)ml).Start("Channel"))
        {
            channel.Trace(MessageSensitivity.None, "text");
            channel.Info(MessageSensitivity.None, "text");
            channel.Warning(MessageSensitivity.None, "text");
            channel.Error(MessageSensitivity.None, "text");
        }
        CollectionAssert.AreEqual(new[] { ChannelMessageKind.Trace, ChannelMessageKind.Info, ChannelMessageKind.Warning, ChannelMessageKind.Error }, kinds);
    }

    [TestMethod]
    public void Progress_does_not_reach_the_log()
    {
        var ml = new MLContext();
        int messages = 0;
        ml.Log += (_, _) => messages++;
        using (IProgressChannel progress = ((IHostEnvironment)ml).StartProgressChannel("Training"))
        {
            progress.SetHeader(new ProgressHeader(["Loss"], ["Epochs"]), entry => entry.SetProgress(0, 1, 2));
            progress.Checkpoint(0.5, 1);
        }
        Assert.AreEqual(0, messages);
    }

    [TestMethod]
    public void The_same_seed_gives_the_same_numbers_to_the_same_components()
    {
        double[] first = Numbers(new MLContext(1));
        CollectionAssert.AreEqual(first, Numbers(new MLContext(1)));
        CollectionAssert.AreNotEqual(first, Numbers(new MLContext(2)));
        CollectionAssert.AreNotEqual(Numbers(new MLContext()), Numbers(new MLContext()));
        Assert.AreEqual(first.Length, first.Distinct().Count());
    }

    [TestMethod]
    public void A_host_can_have_a_seed_of_its_own()
    {
        IHostEnvironment one = new MLContext(1);
        IHostEnvironment two = new MLContext();
        Assert.AreEqual(one.Register("A", seed: 7).Rand.NextDouble(), two.Register("B", seed: 7).Rand.NextDouble());
    }

    [TestMethod]
    public void Settings_are_kept()
    {
        var ml = new MLContext { GpuDeviceId = 1, FallbackToCpu = false, TempFilePath = "/tmp/elsewhere" };
        Assert.AreEqual(1, ml.GpuDeviceId);
        Assert.IsFalse(ml.FallbackToCpu);
        Assert.AreEqual("/tmp/elsewhere", ml.TempFilePath);
        Assert.IsNull(new MLContext().GpuDeviceId);
        Assert.IsTrue(Directory.Exists(new MLContext().TempFilePath));
        Assert.IsNotNull(ml.ComponentCatalog);
    }

    [TestMethod]
    public void Options_are_kept_by_name()
    {
        var ml = new MLContext();
        Assert.IsFalse(ml.TryGetOption("Threads", out int _));
        Assert.AreEqual(0, ml.GetOptionOrDefault<int>("Threads"));
        Assert.IsTrue(ml.TryAddOption("Threads", 2));
        Assert.IsFalse(ml.TryAddOption("Threads", 3));
        Assert.AreEqual(2, ml.GetOptionOrDefault<int>("Threads"));
        ml.SetOption("Threads", 4);
        Assert.IsTrue(ml.TryGetOption("Threads", out int threads));
        Assert.AreEqual(4, threads);
        Assert.IsTrue(ml.RemoveOption("Threads"));
        Assert.IsFalse(ml.RemoveOption("Threads"));
    }

    private static double[] Numbers(IHostEnvironment env)
    {
        IHost one = env.Register("One");
        IHost two = env.Register("Two");
        return [one.Rand.NextDouble(), two.Rand.NextDouble(), one.Register("Inner").Rand.NextDouble()];
    }
}
