using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Signature of a loader of saved components.</summary>
internal delegate void SignatureLoadModel(ModelLoadContext ctx);

/// <summary>Convenience class for loading a component: its <c>Model.key</c> stream, its sibling streams and its sub-models.</summary>
internal sealed class ModelLoadContext : IDisposable
{
    public const string ModelStreamName = "Model.key";

    public readonly RepositoryReader Repository;
    public readonly string Directory;
    public readonly BinaryReader Reader;
    public readonly string[] Strings;
    public readonly string LoaderAssemblyName;
    internal ModelHeader Header;

    internal ModelLoadContext(RepositoryReader rep, MemoryStream model, string dir)
    {
        Repository = rep;
        Directory = dir ?? "";
        Header = ModelHeader.Read(model, out Strings, out LoaderAssemblyName);
        Reader = new BinaryReader(model, Encoding.UTF8, leaveOpen: false);
    }

    public bool InRepository => Repository != null;

    /// <summary>Checks that nothing of the model block has been read yet.</summary>
    public void CheckAtModel()
    {
        if (Reader.BaseStream.Position != Header.FpModel)
            throw Contracts.Except("The model block has already been read from");
    }

    public void CheckAtModel(VersionInfo ver)
    {
        CheckAtModel();
        CheckVersionInfo(ver);
    }

    public void CheckVersionInfo(VersionInfo ver) => ModelHeader.CheckVersionInfo(ref Header, ver);

    /// <summary>Bytes of the model block that have not been read yet.</summary>
    internal long BytesLeft => Header.FpModel + Header.CbModel - Reader.BaseStream.Position;

    /// <summary>Reads a count of items of so many bytes each, which must be left in the model block.</summary>
    internal int ReadCount(int bytesEach)
    {
        int count = Reader.ReadInt32();
        Contracts.CheckDecode(count >= 0 && (long)count * bytesEach <= BytesLeft,
            $"Corrupt model file: {count} items of {bytesEach} bytes announced, {BytesLeft} bytes left");
        return count;
    }

    /// <summary>Reads an array of numbers with its length in front.</summary>
    internal T[] ReadArray<T>() where T : unmanaged
    {
        var items = new T[ReadCount(Unsafe.SizeOf<T>())];
        Reader.ReadExactly(MemoryMarshal.AsBytes(items.AsSpan()));
        return items;
    }

    public string LoadStringOrNull()
    {
        int id = Reader.ReadInt32();
        Contracts.CheckDecode(id >= -1 && id < Strings.Length, "Corrupt model file: a string number is out of range");
        return id < 0 ? null : Strings[id];
    }

    public string LoadString()
    {
        string text = LoadStringOrNull();
        Contracts.CheckDecode(text != null, "Corrupt model file: a string is missing");
        return text;
    }

    public string LoadNonEmptyString()
    {
        string text = LoadString();
        Contracts.CheckDecode(text.Length > 0, "Corrupt model file: a string is empty");
        return text;
    }

    public bool TryLoadBinaryStream(string name, Action<BinaryReader> action)
    {
        using Stream stream = Repository.OpenOrNull(Directory, name);
        if (stream == null)
            return false;
        using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        action(reader);
        return true;
    }

    public bool TryLoadTextStream(string name, Action<TextReader> action)
    {
        using Stream stream = Repository.OpenOrNull(Directory, name);
        if (stream == null)
            return false;
        using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
        action(reader);
        return true;
    }

    public bool ContainsModel(string name) => Repository.Contains(RepositoryWriter.Combine(Directory, name), ModelStreamName);

    public bool TryProcessSubModel(string dir, Action<ModelLoadContext> action)
    {
        string path = RepositoryWriter.Combine(Directory, dir);
        MemoryStream model = Repository.ReadOrNull(path, ModelStreamName);
        if (model == null)
            return false;
        using var context = new ModelLoadContext(Repository, model, path);
        action(context);
        return true;
    }

    public void LoadModel<TRes, TSig>(IHostEnvironment env, out TRes result, string name, params object[] extra) where TRes : class =>
        LoadModel<TRes, TSig>(env, out result, Repository, RepositoryWriter.Combine(Directory, name), extra);

    public bool LoadModelOrNull<TRes, TSig>(IHostEnvironment env, out TRes result, string name, params object[] extra) where TRes : class =>
        LoadModelOrNull<TRes, TSig>(env, out result, Repository, RepositoryWriter.Combine(Directory, name), extra);

    public static void LoadModel<TRes, TSig>(IHostEnvironment env, out TRes result, RepositoryReader rep, string dir, params object[] extra) where TRes : class
    {
        if (!LoadModelOrNull<TRes, TSig>(env, out result, rep, dir, extra))
            throw Contracts.ExceptDecode($"Corrupt model file: '{RepositoryWriter.Combine(dir, ModelStreamName)}' is missing");
    }

    public static bool LoadModelOrNull<TRes, TSig>(IHostEnvironment env, out TRes result, RepositoryReader rep, string dir, params object[] extra) where TRes : class
    {
        MemoryStream model = rep.ReadOrNull(dir, ModelStreamName);
        if (model == null)
        {
            result = null;
            return false;
        }

        using var context = new ModelLoadContext(rep, model, dir);
        result = context.CreateComponent<TRes, TSig>(env, extra);
        context.Done();
        return true;
    }

    private TRes CreateComponent<TRes, TSig>(IHostEnvironment env, object[] extra) where TRes : class
    {
        if (!string.IsNullOrEmpty(LoaderAssemblyName))
            env.ComponentCatalog.RegisterAssembly(OfficialAssemblies.Load(LoaderAssemblyName));

        object[] arguments = [this, .. extra];
        object instance = null;
        if (!env.ComponentCatalog.TryCreateInstance(env, typeof(TSig), Header.LoaderSignature, arguments, ref instance)
            && !env.ComponentCatalog.TryCreateInstance(env, typeof(TSig), Header.LoaderSignatureAlt, arguments, ref instance))
            throw Contracts.ExceptDecode($"Unknown model loader '{Header.LoaderSignature}' (assembly '{LoaderAssemblyName}')");
        if (instance is not TRes result)
            throw Contracts.ExceptDecode($"Model loader '{Header.LoaderSignature}' gives a {instance.GetType().Name}, expected a {typeof(TRes).Name}");
        return result;
    }

    /// <summary>Checks that the component has read its whole model block.</summary>
    public void Done() => Contracts.CheckDecode(BytesLeft == 0,
        $"Corrupt model file: component '{Header.LoaderSignature}' left {BytesLeft} of {Header.CbModel} bytes unread");

    public void Dispose() => Reader.Dispose();
}
