using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Convenience class for saving a component: its <c>Model.key</c> stream, its sibling streams and its sub-models.</summary>
public sealed class ModelSaveContext : IDisposable
{
    /// <summary>The writer of the model block. It uses UTF-8 for strings written by <see cref="BinaryWriter.Write(string)"/>.</summary>
    internal readonly BinaryWriter Writer;
    internal readonly StringPool Strings = new();
    internal readonly RepositoryWriter Repository;
    internal readonly string Directory;
    internal ModelHeader Header;

    private readonly MemoryStream _stream;
    private readonly string _name;
    private string _loaderAssemblyName;
    private bool _closed;

    internal ModelSaveContext(RepositoryWriter rep, string dir, string name)
    {
        Repository = rep;
        Directory = dir ?? "";
        _name = name;
        _stream = new MemoryStream();
        Writer = new BinaryWriter(_stream, Encoding.UTF8, leaveOpen: true);
        Header = ModelHeader.ForWriting();
        Writer.Write(new byte[ModelHeader.Size]);
    }

    internal bool InRepository => Repository != null;

    /// <summary>Checks that nothing of the model block has been written yet.</summary>
    internal void CheckAtModel()
    {
        Writer.Flush();
        if (_stream.Position != Header.FpModel)
            throw Contracts.Except("The model block has already been started");
    }

    internal void SetVersionInfo(VersionInfo ver)
    {
        ModelHeader.SetVersionInfo(ref Header, ver);
        _loaderAssemblyName = ver.LoaderAssemblyName;
    }

    internal void SaveString(string str)
    {
        if (str == null)
            throw Contracts.ExceptParam(nameof(str), "A string is needed");
        Writer.Write(Strings.Add(str));
    }

    internal void SaveString(ReadOnlyMemory<char> str) => SaveString(str.ToString());

    internal void SaveStringOrNull(string str) => Writer.Write(str == null ? -1 : Strings.Add(str));

    internal void SaveNonEmptyString(string str)
    {
        if (string.IsNullOrEmpty(str))
            throw Contracts.ExceptParam(nameof(str), "A non-empty string is needed");
        SaveString(str);
    }

    internal void SaveNonEmptyString(ReadOnlyMemory<char> str) => SaveNonEmptyString(str.ToString());

    internal void SaveBinaryStream(string name, Action<BinaryWriter> action) => Repository.Write(Directory, name, stream =>
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        action(writer);
    });

    internal void SaveTextStream(string name, Action<TextWriter> action) => Repository.Write(Directory, name, stream =>
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        action(writer);
    });

    /// <summary>Saves a sub-model into the directory <paramref name="name"/> below this one; null writes nothing.</summary>
    internal void SaveModel<T>(T value, string name) where T : class =>
        SaveModel(Repository, value, RepositoryWriter.Combine(Directory, name));

    internal static void SaveModel<T>(RepositoryWriter rep, T value, string path) where T : class
    {
        if (value == null)
            return;
        if (value is not ICanSaveModel savable)
            throw Contracts.ExceptParam(nameof(value), $"A component of type {value.GetType().Name} cannot be saved");
        using var context = new ModelSaveContext(rep, path, ModelLoadContext.ModelStreamName);
        savable.Save(context);
        context.Done();
    }

    internal void SaveSubModel(string dir, Action<ModelSaveContext> fn)
    {
        using var context = new ModelSaveContext(Repository, RepositoryWriter.Combine(Directory, dir), ModelLoadContext.ModelStreamName);
        fn(context);
        context.Done();
    }

    /// <summary>Completes the stream: strings, assembly name, tail, header.</summary>
    internal void Done()
    {
        Header.CbModel = Position() - Header.FpModel;
        if (Strings.Strings.Count > 0)
            WriteStrings();
        if (!string.IsNullOrEmpty(_loaderAssemblyName))
        {
            Header.FpAssemblyName = Position();
            Writer.Write(Encoding.Unicode.GetBytes(_loaderAssemblyName));
            Header.CbAssemblyName = (uint)(Position() - Header.FpAssemblyName);
        }

        Header.FpTail = Position();
        Writer.Write(ModelHeader.TailSignatureValue);
        Header.FpLim = Position();
        _stream.Position = 0;
        Writer.Write(Header.ToBytes());
        Writer.Flush();
        Repository.Write(Directory, _name, _stream);
        Dispose();
    }

    private void WriteStrings()
    {
        Header.FpStringTable = Position();
        long end = 0;
        foreach (string text in Strings.Strings)
        {
            end += text.Length * sizeof(char);
            Writer.Write(end);
        }

        Header.CbStringTable = Position() - Header.FpStringTable;
        Header.FpStringChars = Position();
        foreach (string text in Strings.Strings)
            Writer.Write(Encoding.Unicode.GetBytes(text));
        Header.CbStringChars = Position() - Header.FpStringChars;
    }

    private long Position()
    {
        Writer.Flush();
        return _stream.Position;
    }

    /// <summary>Releases the stream; what has not been completed is not written.</summary>
    public void Dispose()
    {
        if (_closed)
            return;
        _closed = true;
        Writer.Dispose();
        _stream.Dispose();
    }
}
