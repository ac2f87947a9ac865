using Microsoft.ML;
using Microsoft.ML.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Numerics;

/// <summary>The device that a model runs on: what the options say, else what the context says; never stored in a model.</summary>
internal static class DeviceChoice
{
    /// <summary>Chooses, and says so in the log.</summary>
    /// <param name="host">Where the context's choice is asked, and the line goes.</param>
    /// <param name="gpuDeviceId">The option; null asks the context.</param>
    /// <param name="fallbackToCpu">Whether a card that is not there may be replaced by the processor; null asks the context.</param>
    /// <exception cref="InvalidOperationException">There is no such card, and the processor must not replace it.</exception>
    public static Device Of(IHost host, int? gpuDeviceId = null, bool? fallbackToCpu = null)
    {
        var context = host as IHostEnvironmentInternal;
        int? id = gpuDeviceId ?? context?.GpuDeviceId;
        bool fallback = fallbackToCpu ?? context?.FallbackToCpu ?? true;
        using IChannel channel = host.Start("Device");
        if (id is not { } card)
        {
            channel.Info(MessageSensitivity.None, "Runs on the processor.");
            return CPU;
        }
        int count = cuda.is_available() ? cuda.device_count() : 0;
        if (card >= 0 && card < count)
        {
            channel.Info(MessageSensitivity.None, "Runs on graphics card {0}.", card);
            return device(DeviceType.CUDA, card);
        }
        if (!fallback)
            throw new InvalidOperationException(
                $"There is no graphics card {card}: libtorch finds {count}. Choose another GpuDeviceId, set FallbackToCpu, or install a libtorch with CUDA.");
        channel.Warning(MessageSensitivity.None, "There is no graphics card {0}: libtorch finds {1}. Runs on the processor.", card, count);
        return CPU;
    }
}
