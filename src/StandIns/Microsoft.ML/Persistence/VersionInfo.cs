using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>What a component writes into, and expects of, the header of its <c>Model.key</c> stream.</summary>
internal readonly struct VersionInfo
{
    /// <summary>Eight characters, the first in the lowest byte; a space is stored as a zero byte.</summary>
    public readonly ulong ModelSignature;
    public readonly uint VerWrittenCur;
    public readonly uint VerReadableCur;
    public readonly uint VerWeCanReadBack;
    public readonly string LoaderAssemblyName;
    public readonly string LoaderSignature;
    public readonly string LoaderSignatureAlt;

    /// <param name="modelSignature">Exactly eight characters in the range 0x00 to 0xFF.</param>
    /// <param name="verWrittenCur">The version this code writes.</param>
    /// <param name="verReadableCur">The oldest code version able to read what this code writes.</param>
    /// <param name="verWeCanReadBack">The oldest written version this code can read.</param>
    /// <param name="loaderAssemblyName">Name of the assembly that holds the loader.</param>
    /// <param name="loaderSignature">At most 24 characters.</param>
    /// <param name="loaderSignatureAlt">At most 24 characters.</param>
    public VersionInfo(string modelSignature, uint verWrittenCur, uint verReadableCur, uint verWeCanReadBack,
        string loaderAssemblyName, string loaderSignature = null, string loaderSignatureAlt = null)
    {
        if (modelSignature is not { Length: 8 })
            throw Contracts.ExceptParam(nameof(modelSignature), "Model signature must be eight characters");
        foreach (char character in modelSignature)
        {
            if (character > 0xFF)
                throw Contracts.ExceptParam(nameof(modelSignature), "Invalid character in model signature");
        }

        if (verReadableCur > verWrittenCur)
            throw Contracts.ExceptParam(nameof(verReadableCur), "The readable version must not exceed the written one");
        if (verWeCanReadBack > verWrittenCur)
            throw Contracts.ExceptParam(nameof(verWeCanReadBack), "The oldest readable version must not exceed the written one");

        ModelSignature = Pack(modelSignature);
        VerWrittenCur = verWrittenCur;
        VerReadableCur = verReadableCur;
        VerWeCanReadBack = verWeCanReadBack;
        LoaderAssemblyName = loaderAssemblyName;
        LoaderSignature = loaderSignature;
        LoaderSignatureAlt = loaderSignatureAlt;
    }

    private static ulong Pack(string signature)
    {
        ulong packed = 0;
        for (int i = signature.Length - 1; i >= 0; i--)
            packed = (packed << 8) | (signature[i] == ' ' ? 0 : (ulong)signature[i]);
        return packed;
    }

    /// <summary>The signature as text, for messages.</summary>
    internal static string Unpack(ulong signature)
    {
        var text = new StringBuilder(8);
        for (int i = 0; i < 8; i++, signature >>= 8)
        {
            char character = (char)(signature & 0xFF);
            text.Append(character is >= ' ' and < (char)0x7F ? character : ' ');
        }

        return text.ToString();
    }
}
