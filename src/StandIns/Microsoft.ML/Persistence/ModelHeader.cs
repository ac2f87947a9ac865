using System.Buffers.Binary;
using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>
/// The 256 bytes in front of a <c>Model.key</c> stream: where the model block, the string table and the name of the
/// loader's assembly are, and who wrote them. All positions are offsets from the start of the header.
/// </summary>
internal struct ModelHeader
{
    public const int Size = 256;
    public const ulong SignatureValue = 5495874027660528717;      // "ML\0MODEL"
    public const ulong TailSignatureValue = 5569827171192816972;  // "LEDOM\0LM"
    private const uint VerWrittenCur = 0x00010002;
    private const uint VerReadableCur = 0x00010002;
    private const uint VerWeCanReadBack = 0x00010001;
    private const uint VerAssemblyNameSupported = 0x00010002;
    private const int LoaderSignatureLength = 24;

    public ulong Signature;
    public uint VerWritten;
    public uint VerReadable;
    public long FpModel;
    public long CbModel;
    public long FpStringTable;
    public long CbStringTable;
    public long FpStringChars;
    public long CbStringChars;
    public ulong ModelSignature;
    public uint ModelVerWritten;
    public uint ModelVerReadable;
    public string LoaderSignature;
    public string LoaderSignatureAlt;
    public long FpTail;
    public long FpLim;
    public long FpAssemblyName;
    public uint CbAssemblyName;

    /// <summary>A header for a stream that is about to be written.</summary>
    public static ModelHeader ForWriting() => new()
    {
        Signature = SignatureValue,
        VerWritten = VerWrittenCur,
        VerReadable = VerReadableCur,
        FpModel = Size,
        LoaderSignature = "",
        LoaderSignatureAlt = "",
    };

    public static void SetVersionInfo(ref ModelHeader header, VersionInfo ver)
    {
        header.ModelSignature = ver.ModelSignature;
        header.ModelVerWritten = ver.VerWrittenCur;
        header.ModelVerReadable = ver.VerReadableCur;
        header.LoaderSignature = CheckLoaderSignature(ver.LoaderSignature);
        header.LoaderSignatureAlt = CheckLoaderSignature(ver.LoaderSignatureAlt);
    }

    private static string CheckLoaderSignature(string signature)
    {
        signature ??= "";
        if (signature.Length > LoaderSignatureLength)
            throw Contracts.ExceptParam(nameof(signature), $"Loader signature '{signature}' must be at most {LoaderSignatureLength} characters");
        foreach (char character in signature)
        {
            if (character > 0xFF)
                throw Contracts.ExceptParam(nameof(signature), $"Invalid character in loader signature '{signature}'");
        }

        return signature;
    }

    /// <summary>Checks that the component that reads understands what the component that wrote has written.</summary>
    public static void CheckVersionInfo(ref ModelHeader header, VersionInfo ver)
    {
        Contracts.CheckDecode(header.ModelSignature == ver.ModelSignature, "Unknown file type");
        Contracts.CheckDecode(header.ModelVerReadable <= header.ModelVerWritten, "Corrupt file header");
        if (header.ModelVerReadable > ver.VerWrittenCur)
        {
            throw Contracts.ExceptDecode(
                $"Cause: ML.NET {typeof(ModelHeader).Assembly.GetName().Version} cannot read component '{ver.LoaderSignature}' of the model, because the model is too new.\n" +
                $"Suggestion: Make sure the model is trained with this version of ML.NET or an older one.\n" +
                $"Debug details: Maximum expected version {ver.VerWrittenCur}, got {header.ModelVerReadable}.");
        }

        if (header.ModelVerWritten < ver.VerWeCanReadBack)
        {
            throw Contracts.ExceptDecode(
                $"Cause: ML.NET {typeof(ModelHeader).Assembly.GetName().Version} cannot read component '{ver.LoaderSignature}' of the model, because the model is too old.\n" +
                $"Suggestion: Make sure the model is trained with this version of ML.NET.\n" +
                $"Debug details: Minimum expected version {ver.VerWeCanReadBack}, got {header.ModelVerWritten}.");
        }
    }

    public readonly byte[] ToBytes()
    {
        var bytes = new byte[Size];
        void U64(int offset, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(offset), value);
        void U32(int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(offset), value);
        U64(0x00, Signature);
        U32(0x08, VerWritten);
        U32(0x0C, VerReadable);
        U64(0x10, (ulong)FpModel);
        U64(0x18, (ulong)CbModel);
        U64(0x20, (ulong)FpStringTable);
        U64(0x28, (ulong)CbStringTable);
        U64(0x30, (ulong)FpStringChars);
        U64(0x38, (ulong)CbStringChars);
        U64(0x40, ModelSignature);
        U32(0x48, ModelVerWritten);
        U32(0x4C, ModelVerReadable);
        Encoding.Latin1.GetBytes(LoaderSignature, bytes.AsSpan(0x50, LoaderSignatureLength));
        Encoding.Latin1.GetBytes(LoaderSignatureAlt, bytes.AsSpan(0x68, LoaderSignatureLength));
        U64(0x80, (ulong)FpTail);
        U64(0x88, (ulong)FpLim);
        U64(0x90, (ulong)FpAssemblyName);
        U32(0x98, CbAssemblyName);
        return bytes;
    }

    private static ModelHeader FromBytes(byte[] bytes)
    {
        ulong U64(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(offset));
        uint U32(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(offset));
        string Text(int offset) => Encoding.Latin1.GetString(bytes, offset, LoaderSignatureLength).TrimEnd('\0');
        return new ModelHeader
        {
            Signature = U64(0x00),
            VerWritten = U32(0x08),
            VerReadable = U32(0x0C),
            FpModel = (long)U64(0x10),
            CbModel = (long)U64(0x18),
            FpStringTable = (long)U64(0x20),
            CbStringTable = (long)U64(0x28),
            FpStringChars = (long)U64(0x30),
            CbStringChars = (long)U64(0x38),
            ModelSignature = U64(0x40),
            ModelVerWritten = U32(0x48),
            ModelVerReadable = U32(0x4C),
            LoaderSignature = Text(0x50),
            LoaderSignatureAlt = Text(0x68),
            FpTail = (long)U64(0x80),
            FpLim = (long)U64(0x88),
            FpAssemblyName = (long)U64(0x90),
            CbAssemblyName = U32(0x98),
        };
    }

    /// <summary>
    /// Reads and checks the header at the start of the stream, its strings and the assembly name, and leaves the
    /// stream at the start of the model block. Everything is checked against the stream's length before it is used.
    /// </summary>
    public static ModelHeader Read(Stream stream, out string[] strings, out string loaderAssemblyName)
    {
        long size = stream.Length;
        Contracts.CheckDecode(size >= Size, "Wrong file type: the stream is shorter than a model header");
        stream.Position = 0;
        using var reader = new BinaryReader(stream, Encoding.Unicode, leaveOpen: true);
        ModelHeader header = FromBytes(reader.ReadBytes(Size));
        header.CheckLayout(size);

        stream.Position = header.FpTail;
        Contracts.CheckDecode(reader.ReadUInt64() == TailSignatureValue, "Corrupt model file tail");

        strings = header.ReadStrings(reader);
        loaderAssemblyName = null;
        if (header.FpAssemblyName != 0)
        {
            stream.Position = header.FpAssemblyName;
            loaderAssemblyName = Encoding.Unicode.GetString(reader.ReadBytes((int)header.CbAssemblyName));
        }

        stream.Position = header.FpModel;
        return header;
    }

    private readonly void CheckLayout(long size)
    {
        const string corrupt = "Corrupt model file header";
        Contracts.CheckDecode(Signature == SignatureValue, "Wrong file type");
        Contracts.CheckDecode(VerReadable <= VerWritten, corrupt);
        if (VerReadable > VerWrittenCur)
            throw Contracts.ExceptDecode($"Cause: the model file is too new. Debug details: Maximum expected format version {VerWrittenCur}, got {VerReadable}.");
        if (VerWritten < VerWeCanReadBack)
            throw Contracts.ExceptDecode($"Cause: the model file is too old. Debug details: Minimum expected format version {VerWeCanReadBack}, got {VerWritten}.");

        Contracts.CheckDecode(FpModel == Size, corrupt);
        Contracts.CheckDecode(CbModel >= 0 && CbModel <= size - Size, corrupt);
        long end = FpModel + CbModel;
        if (FpStringTable == 0)
        {
            Contracts.CheckDecode(CbStringTable == 0 && FpStringChars == 0 && CbStringChars == 0, corrupt);
        }
        else
        {
            Contracts.CheckDecode(FpStringTable == end && CbStringTable > 0 && CbStringTable % sizeof(long) == 0 && CbStringTable <= size - end, corrupt);
            end += CbStringTable;
            Contracts.CheckDecode(FpStringChars == end && CbStringChars >= 0 && CbStringChars % sizeof(char) == 0 && CbStringChars <= size - end, corrupt);
            end += CbStringChars;
        }

        if (VerWritten < VerAssemblyNameSupported || FpAssemblyName == 0)
        {
            Contracts.CheckDecode(FpAssemblyName == 0 && CbAssemblyName == 0, corrupt);
        }
        else
        {
            Contracts.CheckDecode(FpAssemblyName == end && CbAssemblyName % sizeof(char) == 0 && CbAssemblyName <= size - end, corrupt);
            end += CbAssemblyName;
        }

        Contracts.CheckDecode(FpTail == end && FpTail <= size - sizeof(ulong) && FpLim == FpTail + sizeof(ulong), corrupt);
    }

    private readonly string[] ReadStrings(BinaryReader reader)
    {
        if (FpStringTable == 0)
            return [];
        const string corrupt = "Corrupt model file string table";
        int count = checked((int)(CbStringTable / sizeof(long)));
        var ends = new long[count];
        reader.BaseStream.Position = FpStringTable;
        long previous = 0;
        for (int i = 0; i < count; i++)
        {
            ends[i] = reader.ReadInt64();
            Contracts.CheckDecode(ends[i] >= previous && ends[i] <= CbStringChars && ends[i] % sizeof(char) == 0, corrupt);
            previous = ends[i];
        }

        Contracts.CheckDecode(previous == CbStringChars, corrupt);
        var strings = new string[count];
        reader.BaseStream.Position = FpStringChars;
        previous = 0;
        for (int i = 0; i < count; i++)
        {
            strings[i] = Encoding.Unicode.GetString(reader.ReadBytes((int)(ends[i] - previous)));
            previous = ends[i];
        }

        return strings;
    }
}
