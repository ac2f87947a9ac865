using System.Text;
using MlNetGenerative.Core.Persistence;
using MlNetGenerative.Persistence;
using Microsoft.ML;

namespace MlNetGenerative.Neural.Persistence;

/// <summary>A network's layers in the model block of a zip: the length of their JSON in UTF-8, then that.</summary>
/// <param name="Layout">The layers.</param>
/// <param name="Text">Their JSON as it is saved: what a digest covers, whatever a later version would write for the same layers.</param>
internal sealed record SavedLayout(NetworkLayout Layout, string Text)
{
    private const int LargestLayout = 1 << 20;

    public static SavedLayout Of(NetworkLayout layout) => new(layout, layout.ToJson());

    public void Save(ModelSaveContext ctx)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Text);
        ctx.Writer.Write(bytes.Length);
        ctx.Writer.Write(bytes);
    }

    /// <exception cref="InvalidDataException">There is no such text, or it is no layout.</exception>
    public static SavedLayout Load(ModelLoadContext ctx, string what)
    {
        int length = SavedComponent.LoadInt32(ctx, $"a length of {what}", 1, LargestLayout);
        byte[] bytes = ctx.Reader.ReadBytes(length);
        string text = bytes.Length == length ? Encoding.UTF8.GetString(bytes) : throw Safetensors.Corrupt($"{what} are cut off");
        return new SavedLayout(NetworkLayout.FromJson(text), text);
    }
}
