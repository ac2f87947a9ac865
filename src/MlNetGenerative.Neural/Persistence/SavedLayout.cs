using System.Text;
using MlNetGenerative.Core.Persistence;
using MlNetGenerative.Persistence;
using Microsoft.ML;

namespace MlNetGenerative.Neural.Persistence;

/// <summary>A network's layers in the model block of a zip: the length of their JSON in UTF-8, then that.</summary>
internal static class SavedLayout
{
    private const int LargestLayout = 1 << 20;

    public static void Save(ModelSaveContext ctx, NetworkLayout layout)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(layout.ToJson());
        ctx.Writer.Write(bytes.Length);
        ctx.Writer.Write(bytes);
    }

    /// <exception cref="InvalidDataException">There is no such text, or it is no layout.</exception>
    public static NetworkLayout Load(ModelLoadContext ctx, string what)
    {
        int length = SavedComponent.LoadInt32(ctx, $"a length of {what}", 1, LargestLayout);
        byte[] bytes = ctx.Reader.ReadBytes(length);
        return NetworkLayout.FromJson(bytes.Length == length ? Encoding.UTF8.GetString(bytes) : throw Safetensors.Corrupt($"{what} are cut off"));
    }
}
