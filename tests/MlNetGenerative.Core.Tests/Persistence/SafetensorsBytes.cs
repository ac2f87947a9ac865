using System.Buffers.Binary;
using System.Text;

namespace MlNetGenerative.Core.Tests.Persistence;

/// <summary>Bytes of safetensors streams put together by hand, sound and broken.</summary>
internal static class SafetensorsBytes
{
    internal static byte[] File(string header, byte[] data)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        return [.. length, .. json, .. data];
    }
}
