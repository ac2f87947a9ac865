using System.Globalization;
using System.Security.Cryptography;

namespace MlNetGenerative.Core.Persistence;

/// <summary>
/// The checkpoint of one training run in a folder: one safetensors file, written aside, flushed to the disk and renamed, so that a run
/// killed at any moment leaves the last whole checkpoint.
/// </summary>
/// <remarks>The file says which settings it belongs to, so that a run with other settings refuses it, and has a SHA-256 of its content,
/// so that a damaged one is found.</remarks>
internal sealed class CheckpointStore
{
    /// <summary>The version of the layout of the file; a newer one is refused.</summary>
    private const int FormatVersion = 1;
    private const string VersionText = "checkpoint.version";
    private const string DigestText = "checkpoint.sha256";
    private const string SettingPrefix = "setting.";

    private readonly IReadOnlyDictionary<string, string> _settings;

    /// <summary>Names the folder, which is made when the first checkpoint is written.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="model">What is trained, for instance <c>VariationalAutoencoder</c>; part of the file's name.</param>
    /// <param name="settings">Every setting, by name, that the course of training depends on, and whatever else must agree (such as the number of columns).</param>
    internal CheckpointStore(string folder, string model, IReadOnlyDictionary<string, string> settings)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        FilePath = Path.Combine(folder, model + ".checkpoint.safetensors");
        _settings = settings;
    }

    /// <summary>The file of the checkpoint.</summary>
    internal string FilePath { get; }

    /// <summary>Writes a checkpoint in place of the last one.</summary>
    /// <param name="texts">Scalars of the state as text (epoch, batch, counters); names without the prefixes <c>setting.</c> and <c>checkpoint.</c>.</param>
    /// <param name="tensors">Arrays of the state, with different names.</param>
    internal void Save(IReadOnlyDictionary<string, string> texts, IReadOnlyList<SafetensorsTensor> tensors)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(FilePath))!);
        var all = new Dictionary<string, string>(texts) { [VersionText] = FormatVersion.ToString(CultureInfo.InvariantCulture) };
        foreach ((string name, string value) in _settings)
            all.Add(SettingPrefix + name, value);
        all.Add(DigestText, Digest(all, tensors));
        AtomicFile.Write(FilePath, stream => Safetensors.Write(stream, all, tensors));
    }

    /// <summary>Reads the checkpoint, null when there is none.</summary>
    /// <param name="expected">The tensors that it must hold.</param>
    /// <exception cref="InvalidOperationException">It belongs to other settings; the message names each that differs.</exception>
    /// <exception cref="InvalidDataException">It is damaged, holds other tensors or was written by a newer version.</exception>
    internal Safetensors? Load(IReadOnlyList<SafetensorsLayout> expected) => Load(_ => expected);

    /// <summary>Reads the checkpoint, null when there is none. What a run that was killed while it wrote has left beside it goes.</summary>
    /// <param name="expect">From the texts, the tensors that it must hold.</param>
    /// <exception cref="InvalidOperationException">As above.</exception>
    /// <exception cref="InvalidDataException">As above.</exception>
    internal Safetensors? Load(Func<IReadOnlyDictionary<string, string>, IReadOnlyList<SafetensorsLayout>> expect)
    {
        AtomicFile.DeleteLeftovers(FilePath);
        if (!File.Exists(FilePath))
            return null;
        using FileStream stream = File.OpenRead(FilePath);
        Safetensors read;
        IReadOnlyList<SafetensorsLayout> expected = [];
        try
        {
            read = Safetensors.Read(stream, texts =>
            {
                CheckVersion(texts);
                CheckSettings(texts);
                return expected = expect(texts);
            });
        }
        catch (InvalidDataException cause)
        {
            throw new InvalidDataException($"The checkpoint '{FilePath}' cannot be used: {cause.Message} Delete it to train from the start.", cause);
        }
        var withoutDigest = read.Metadata.Where(text => text.Key != DigestText).ToDictionary();
        if (read.Metadata.GetValueOrDefault(DigestText) != Digest(withoutDigest, [.. expected.Select(layout => read[layout.Name])]))
            throw new InvalidDataException($"The checkpoint '{FilePath}' is damaged: its content does not have the recorded SHA-256. Delete it to train from the start.");
        return read;
    }

    /// <summary>Removes the checkpoint, if there is one.</summary>
    internal void Delete() => File.Delete(FilePath);

    private void CheckVersion(IReadOnlyDictionary<string, string> texts)
    {
        if (!texts.TryGetValue(VersionText, out string? text) || !int.TryParse(text, CultureInfo.InvariantCulture, out int version))
            throw new InvalidDataException("the file is not a checkpoint of this library.");
        if (version > FormatVersion)
            throw new InvalidDataException($"it was written by a newer version of MlNetGenerative (format {version}, this version reads up to {FormatVersion}).");
    }

    private void CheckSettings(IReadOnlyDictionary<string, string> texts)
    {
        var saved = texts.Where(text => text.Key.StartsWith(SettingPrefix, StringComparison.Ordinal))
            .ToDictionary(text => text.Key[SettingPrefix.Length..], text => text.Value);
        string[] differences =
        [
            .. _settings.Keys.Union(saved.Keys).Order(StringComparer.Ordinal)
                .Where(name => _settings.GetValueOrDefault(name) != saved.GetValueOrDefault(name))
                .Select(name => $"{name} is {_settings.GetValueOrDefault(name) ?? "missing"} now, {saved.GetValueOrDefault(name) ?? "missing"} in the checkpoint"),
        ];
        if (differences.Length > 0)
            throw new InvalidOperationException(
                $"The checkpoint '{FilePath}' belongs to another configuration: {string.Join("; ", differences)}. " +
                "Train with the settings of the checkpoint to resume it, delete it to train from the start, or choose another CheckpointDirectory.");
    }

    private static string Digest(IReadOnlyDictionary<string, string> texts, IReadOnlyList<SafetensorsTensor> tensors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Add(string text)
        {
            hash.AppendData(BitConverter.GetBytes(text.Length));
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(text));
        }
        foreach ((string name, string value) in texts.OrderBy(text => text.Key, StringComparer.Ordinal))
        {
            Add(name);
            Add(value);
        }
        foreach (SafetensorsTensor tensor in tensors.OrderBy(tensor => tensor.Layout.Name, StringComparer.Ordinal))
        {
            Add(tensor.Layout.Name);
            Add(tensor.Layout.Describe());
            hash.AppendData(tensor.Bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
