using System.Security.Cryptography;
using MlNetGenerative.Core.Persistence;
using Microsoft.ML;

namespace MlNetGenerative.Persistence;

/// <summary>What every saved component of this library has in common: version checks and one kind of error for damaged files.</summary>
internal static class SavedComponent
{
    /// <summary>The sibling stream that holds a component's arrays.</summary>
    public const string TensorStream = "model.safetensors";

    /// <summary>Loads a component; whatever is wrong with the file comes out as one clear error.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or was written by a newer version.</exception>
    public static T Load<T>(ModelLoadContext ctx, VersionInfo version, Func<ModelLoadContext, T> load)
    {
        ArgumentNullException.ThrowIfNull(ctx);
        if (ctx.Header.ModelVerReadable > version.VerWrittenCur)
            throw new InvalidDataException(
                $"The model component '{version.LoaderSignature}' was written by a newer version of MlNetGenerative: it needs format version " +
                $"{ctx.Header.ModelVerReadable:X8}, this version reads up to {version.VerWrittenCur:X8}. Update MlNetGenerative to load it.");
        try
        {
            ctx.CheckAtModel(version);
            return load(ctx);
        }
        catch (Exception cause) when (cause is FormatException or EndOfStreamException or ArgumentException or InvalidOperationException or OverflowException)
        {
            throw Safetensors.Corrupt($"component '{version.LoaderSignature}' does not read ({cause.Message.TrimEnd('.')})", cause);
        }
    }

    /// <summary>Reads the arrays of a component, of exactly these shapes.</summary>
    /// <exception cref="InvalidDataException">The stream is missing, damaged, or holds something else.</exception>
    public static Safetensors LoadTensors(ModelLoadContext ctx, IReadOnlyDictionary<string, int[]> shapes)
    {
        Safetensors? tensors = null;
        if (!ctx.TryLoadBinaryStream(TensorStream, reader => tensors = Safetensors.Read(reader.BaseStream, shapes)))
            throw Safetensors.Corrupt($"the stream '{TensorStream}' is missing");
        return tensors!;
    }

    public static void SaveTensors(ModelSaveContext ctx, IReadOnlyList<SafetensorsTensor> tensors) =>
        ctx.SaveBinaryStream(TensorStream, writer => Safetensors.Write(writer.BaseStream, new Dictionary<string, string>(), tensors));

    public static void SaveOptionalName(ModelSaveContext ctx, string? name)
    {
        ctx.Writer.Write(name is not null);
        if (name is not null)
            ctx.SaveNonEmptyString(name);
    }

    public static string? LoadOptionalName(ModelLoadContext ctx) => LoadBoolean(ctx) ? ctx.LoadNonEmptyString() : null;

    public static bool LoadBoolean(ModelLoadContext ctx) => ctx.Reader.ReadByte() switch
    {
        0 => false,
        1 => true,
        byte other => throw Safetensors.Corrupt($"expected 0 or 1, got {other}"),
    };

    /// <summary>Reads the digest that a component was saved with.</summary>
    public static byte[] LoadDigest(ModelLoadContext ctx) => ctx.Reader.ReadBytes(SHA256.HashSizeInBytes);

    /// <summary>Compares the digest of what was read with the saved one: a damaged weight is still a number, and only a digest tells.</summary>
    /// <exception cref="InvalidDataException">They differ.</exception>
    public static void CheckDigest(ReadOnlySpan<byte> saved, ReadOnlySpan<byte> ofContent)
    {
        if (!saved.SequenceEqual(ofContent))
            throw Safetensors.Corrupt("its content does not have the digest that was saved with it");
    }

    /// <summary>Reads texts, of which the file claims <paramref name="count"/>.</summary>
    public static string[] LoadStrings(ModelLoadContext ctx, int count)
    {
        var texts = new List<string>();   // grows with what is there, not with what the file claims
        for (int text = 0; text < count; text++)
            texts.Add(ctx.LoadString());
        return [.. texts];
    }

    /// <summary>Reads an integer that must lie in a range.</summary>
    public static int LoadInt32(ModelLoadContext ctx, string what, int minimum, int maximum)
    {
        int value = ctx.Reader.ReadInt32();
        return value >= minimum && value <= maximum
            ? value
            : throw Safetensors.Corrupt($"expected {what} from {minimum} to {maximum}, got {value}");
    }

    /// <summary>Saves the names of slots, only those that are not empty.</summary>
    public static void SaveSlotNames(ModelSaveContext ctx, string[]? names)
    {
        ctx.Writer.Write(names is not null);
        if (names is null)
            return;
        ctx.Writer.Write(names.Count(name => name.Length > 0));
        for (int slot = 0; slot < names.Length; slot++)
        {
            if (names[slot].Length == 0)
                continue;
            ctx.Writer.Write(slot);
            ctx.SaveNonEmptyString(names[slot]);
        }
    }

    /// <summary>Reads the names of <paramref name="count"/> slots, null if none were saved.</summary>
    public static string[]? LoadSlotNames(ModelLoadContext ctx, int count)
    {
        if (!LoadBoolean(ctx))
            return null;
        int saved = LoadInt32(ctx, "a number of slot names", 0, count);
        var named = new List<(int Slot, string Name)>();   // grows with what is there, not with what the file claims
        int previous = -1;
        for (int i = 0; i < saved; i++)
        {
            previous = LoadInt32(ctx, "a slot", previous + 1, count - 1);
            named.Add((previous, ctx.LoadNonEmptyString()));
        }
        string[] names = new string[count];
        Array.Fill(names, "");
        foreach ((int slot, string name) in named)
            names[slot] = name;
        return names;
    }
}
