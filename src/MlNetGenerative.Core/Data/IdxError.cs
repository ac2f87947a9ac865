namespace MlNetGenerative.Core.Data;

/// <summary>The one wording of errors in IDX files: which file, at which offset, what was expected, what was got, what to do.</summary>
internal static class IdxError
{
    /// <param name="path">The file.</param>
    /// <param name="offset">Offset in bytes, counted in the unpacked content when the file is compressed.</param>
    /// <param name="expected">What should be there.</param>
    /// <param name="got">What is there.</param>
    /// <param name="advice">What it means or what to do, without a full stop.</param>
    /// <param name="cause">The exception of the decompressor, if any.</param>
    internal static InvalidDataException Create(string path, long offset, string expected, string got, string advice, Exception? cause = null) =>
        new(FormattableString.Invariant($"IDX file '{path}', offset {offset}: expected {expected}, got {got}. {advice}."), cause);

    internal static InvalidDataException WrongLength(string path, IdxHeader header, long dataLength)
    {
        string expected = $"{header.DataLength} bytes of data, as the dimensions {string.Join('×', header.Dimensions)} say";
        return dataLength < header.DataLength
            ? Create(path, header.Length + dataLength, expected, $"{dataLength}", "The file is truncated or damaged: fetch it again")
            : Create(path, header.Length + header.DataLength, expected, "more", "The header or the file is damaged: fetch it again");
    }

    internal static InvalidDataException Damaged(string path, long offset, Exception cause) =>
        Create(path, offset, "gzip data", "data that does not unpack", "The file is truncated or damaged: fetch it again", cause);
}
